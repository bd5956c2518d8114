import type { OperationId } from '@leeway/domain/ids';
import type { OperationTarget } from '@leeway/domain/job-operation';
import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { Pool } from 'pg';
import { beginOperation as begin } from './sql/begin-operation.ts';
import { stopOperation as stop } from './sql/stop-operation.ts';
import type { Why } from './why.ts';

type Db = Pick<Pool, 'query'>;

export interface NewOperation extends Why {
  readonly id: OperationId;
  readonly useCaseNo: number;
  readonly target: OperationTarget;
}

/** Writes an operation down; the owners of the shards carry it out. Throws CONFLICT where too many of the use case are open. */
export async function beginOperation(db: Db, { id, useCaseNo, target, by, reason }: NewOperation): Promise<void> {
  const values = [id, target.kind, useCaseNo, JSON.stringify(target.filter), by, reason, LIMITS.openOperations];
  const { rowCount } = await db.query({ ...begin, values });
  if (rowCount === 1) return;
  const detail = `At most ${LIMITS.openOperations} operations of a use case run at once: wait for one to end, or stop it`;
  throw new LeewayError('CONFLICT', detail);
}

/** False where it has ended already. What it did is not undone. */
export async function stopOperation(db: Db, id: string, by: string): Promise<boolean> {
  return (await db.query({ ...stop, values: [id, by] })).rowCount === 1;
}
