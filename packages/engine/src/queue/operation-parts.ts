import type { Pool } from 'pg';
import { cancelDelayedPart as cancelDelayed } from './sql/cancel-delayed.ts';
import { countPart as count } from './sql/count-part.ts';
import { findOpenParts as findOpen } from './sql/find-open-parts.ts';
import { redrivePart as redrive } from './sql/redrive-part.ts';

export type PartStage = 'count' | 'dead' | 'delayed' | 'waiting' | 'ended';

/** What an operation has to do in one shard. */
export interface OperationPart {
  readonly operationId: string;
  readonly shard: number;
  readonly stage: PartStage;
}

/** A part in the hands of its shard's owner. */
export interface OwnedPart extends OperationPart {
  readonly owner: string;
  readonly epoch: number;
}

export interface BatchProgress {
  /** Where the part is now; null where it was not ours to carry on. */
  readonly stage: PartStage | null;
  readonly lookedCount: number;
  readonly doneCount: number;
}

interface PartRow {
  readonly operation_id: string;
  readonly shard: number;
  readonly stage: PartStage;
}

export interface BatchRow {
  readonly stage: PartStage;
  readonly looked_count: number;
  readonly done_count: number;
}

export async function findOpenParts(pool: Pool, shards: readonly number[]): Promise<OperationPart[]> {
  const { rows } = await pool.query<PartRow>({ ...findOpen, values: [shards] });
  return rows.map((row) => ({ operationId: row.operation_id, shard: row.shard, stage: row.stage }));
}

export function partValues({ owner, shard, epoch, operationId }: OwnedPart): unknown[] {
  return [owner, shard, epoch, operationId];
}

/** Counts what the part is about; its first step. */
export async function countPart(pool: Pool, part: OwnedPart): Promise<BatchProgress> {
  const { rows } = await pool.query<BatchRow>({ ...count, values: partValues(part) });
  return { stage: rows[0]?.stage ?? null, lookedCount: 0, doneCount: 0 };
}

/** Cancels the matching ones among the next delayed jobs, in one transaction with the part's progress. */
export async function cancelDelayedPart(pool: Pool, part: OwnedPart, rowLimit: number): Promise<BatchProgress> {
  const { rows } = await pool.query<BatchRow>({ ...cancelDelayed, values: [...partValues(part), rowLimit] });
  return toProgress(rows[0]);
}

/** Brings the matching ones among the next dead jobs back, in one transaction with the part's progress. */
export async function redrivePart(pool: Pool, part: OwnedPart, rowLimit: number): Promise<BatchProgress> {
  const { rows } = await pool.query<BatchRow>({ ...redrive, values: [...partValues(part), rowLimit] });
  return toProgress(rows[0]);
}

export function toProgress(row: BatchRow | undefined): BatchProgress {
  if (row === undefined) return { stage: null, lookedCount: 0, doneCount: 0 };
  return { stage: row.stage, lookedCount: row.looked_count, doneCount: row.done_count };
}
