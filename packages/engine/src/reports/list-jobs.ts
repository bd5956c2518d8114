import type { JobView } from '@leeway/domain/views';
import { getUseCaseNo } from './get-use-case-no.ts';
import { historyCursorAfter, parseHistoryCursor, parseQueueCursor, queueCursorAfter } from './job-cursor.ts';
import { listDeadJobs } from './sql/list-dead-jobs.ts';
import { listDelayedJobs } from './sql/list-delayed-jobs.ts';
import { listEndedAttempts } from './sql/list-ended-attempts.ts';
import { listWaitingJobs } from './sql/list-waiting-jobs.ts';
import type { Store } from './store-time.ts';
import { type JobRow, viewAttempt, viewJob } from './view-job.ts';

/** `failed`: one row per failed attempt; its state is where the job is now. */
export const JOB_LISTS = ['waiting', 'delayed', 'dead', 'failed', 'done', 'cancelled'] as const;
export type JobList = (typeof JOB_LISTS)[number];

export interface JobListRequest {
  readonly useCase: string;
  readonly state: JobList;
  readonly cursor?: string | undefined;
}

export interface JobPage {
  readonly rows: readonly JobView[];
  readonly nextCursor: string | null;
}

const PAGE_ROWS = 50;

/** A page of a use case's jobs: queues in deadline order, the rest newest first. NOT_FOUND and INVALID_INPUT (cursor). */
export async function listJobs(store: Store, request: JobListRequest): Promise<JobPage> {
  const useCaseNo = await getUseCaseNo(store, request.useCase);
  const rows = await readRows(store, useCaseNo, request);
  const shown = rows.slice(0, PAGE_ROWS);
  const last = rows.length > PAGE_ROWS ? shown.at(-1) : undefined;
  const view = request.state === 'failed' ? viewAttempt : viewJob;
  return { rows: shown.map(view), nextCursor: last === undefined ? null : cursorAfter(request.state, last) };
}

function cursorAfter(state: JobList, row: JobRow): string {
  const isQueue = state === 'waiting' || state === 'delayed';
  return isQueue ? queueCursorAfter(row.key) : historyCursorAfter(row.ended_at ?? 0, row.key);
}

async function readRows(store: Store, useCaseNo: number, { state, cursor }: JobListRequest): Promise<JobRow[]> {
  switch (state) {
    case 'waiting':
      return readPage(store, listWaitingJobs, queueValues(useCaseNo, cursor));
    case 'delayed':
      return readPage(store, listDelayedJobs, queueValues(useCaseNo, cursor));
    case 'dead':
      return readPage(store, listDeadJobs, [...historyValues(useCaseNo, cursor), PAGE_ROWS + 1]);
    case 'failed':
      return readPage(store, listEndedAttempts, [
        ...historyValues(useCaseNo, cursor),
        ['retried', 'dead'],
        PAGE_ROWS + 1,
      ]);
    case 'done':
    case 'cancelled':
      return readPage(store, listEndedAttempts, [...historyValues(useCaseNo, cursor), [state], PAGE_ROWS + 1]);
  }
}

interface Statement {
  readonly name: string;
  readonly text: string;
}

async function readPage(store: Store, statement: Statement, values: unknown[]): Promise<JobRow[]> {
  const { rows } = await store.query<JobRow>({ ...statement, values });
  return rows;
}

function queueValues(useCaseNo: number, cursor: string | undefined): unknown[] {
  const { place, shard } = parseQueueCursor(cursor);
  const queue = useCaseNo.toString(16).padStart(6, '0');
  return [queue + place, queue + 'f'.repeat(22), shard, PAGE_ROWS + 1, useCaseNo];
}

function historyValues(useCaseNo: number, cursor: string | undefined): unknown[] {
  const { at, key } = parseHistoryCursor(cursor);
  return [useCaseNo, at, key];
}
