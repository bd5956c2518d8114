import type { OperationKind, OperationState, OperationView } from '@leeway/domain/job-operation';
import { LeewayError } from '@leeway/domain/problem';
import { getUseCaseNo } from './get-use-case-no.ts';
import { listOperations as list, readOperation } from './sql/read-operations.ts';
import type { Store } from './store-time.ts';

const LISTED = 20;

interface OperationRow {
  readonly id: string;
  readonly kind: OperationKind;
  readonly use_case: string;
  readonly team_id: string;
  readonly filter: OperationView['filter'];
  readonly asked_by: string;
  readonly reason: string;
  readonly asked_at: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly stopped_by: string | null;
  readonly is_counting: boolean;
  readonly total_count: number;
  readonly done_count: number;
  readonly skipped_count: number;
}

export interface OwnedOperation {
  readonly operation: OperationView;
  readonly teamId: string;
}

/** An operation and the team that owns its use case. NOT_FOUND where there is none of that id. */
export async function getOperation(store: Store, id: string): Promise<OwnedOperation> {
  const row = (await store.query<OperationRow>({ ...readOperation, values: [id] })).rows[0];
  if (row === undefined) throw new LeewayError('NOT_FOUND', 'There is no such operation');
  return { operation: viewOperation(row), teamId: row.team_id };
}

/** The latest of a use case, newest first. NOT_FOUND where there is no use case of that name. */
export async function listOperations(store: Store, useCase: string): Promise<OperationView[]> {
  const useCaseNo = await getUseCaseNo(store, useCase);
  const { rows } = await store.query<OperationRow>({ ...list, values: [useCaseNo, LISTED] });
  return rows.map(viewOperation);
}

function viewOperation(row: OperationRow): OperationView {
  return {
    id: row.id,
    kind: row.kind,
    useCase: row.use_case,
    state: stateOf(row),
    filter: row.filter,
    totalCount: row.is_counting ? null : row.total_count,
    doneCount: row.done_count,
    skippedCount: row.skipped_count,
    askedBy: row.asked_by,
    reason: row.reason,
    askedAt: row.asked_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    stoppedBy: row.stopped_by,
  };
}

function stateOf(row: OperationRow): OperationState {
  if (row.ended_at !== null) return row.stopped_by === null ? 'done' : 'stopped';
  return row.started_at === null ? 'waiting' : 'running';
}
