import { holdsDedupeKey, type JobKey, jobKeyAt } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { type BatchProgress, type BatchRow, type OwnedPart, partValues, toProgress } from './operation-parts.ts';
import type { QueuedJob } from './queued-job.ts';
import { cancelWaitingPart as cancel } from './sql/cancel-waiting-part.ts';
import { readWaitingPart as read } from './sql/read-waiting-part.ts';

/** A row of the ready queue without its payload. */
export type WaitingRow = Omit<QueuedJob, 'payload'>;

/** What a bulk cancel looks at next among the waiting jobs of a shard. */
export interface WaitingBatch {
  /** Where the part was. */
  readonly cursor: JobKey | null;
  /** Where it is after these. */
  readonly nextCursor: JobKey | null;
  readonly isLast: boolean;
  readonly lookedCount: number;
  readonly matches: readonly WaitingRow[];
  /** Jobs that match and that programs have leased. */
  readonly lentCount: number;
}

/** What the owner of the shard took out of its memory of that. */
export interface WithdrawnBatch extends Pick<WaitingBatch, 'cursor' | 'nextCursor' | 'isLast'> {
  readonly rows: readonly WaitingRow[];
  /** Jobs that match and run. */
  readonly skippedCount: number;
}

interface ReadRow {
  readonly cursor: JobKey | null;
  readonly key: JobKey | null;
  readonly first_id: JobKey | null;
  readonly attempt: number;
  readonly job_count: number;
  readonly available_at: number;
  readonly submitted_at: number;
  readonly is_match: boolean;
  readonly is_lent: boolean;
}

/** Null where the part is not at this stage. */
export async function readWaitingPart(pool: Pool, part: OwnedPart, rowLimit: number): Promise<WaitingBatch | null> {
  const { rows } = await pool.query<ReadRow>({ ...read, values: [part.operationId, part.shard, rowLimit] });
  const first = rows[0];
  if (first === undefined) return null;
  const looked = rows.filter((row) => row.key !== null);
  const matches = looked.filter((row) => row.is_match);
  return {
    cursor: first.cursor,
    nextCursor: looked.at(-1)?.key ?? first.cursor,
    isLast: looked.length < rowLimit,
    lookedCount: looked.length,
    matches: matches.filter((row) => !row.is_lent).map(toWaitingRow),
    lentCount: matches.filter((row) => row.is_lent).length,
  };
}

function toWaitingRow(row: ReadRow): WaitingRow {
  return {
    key: row.key as JobKey,
    firstKey: row.first_id ?? undefined,
    attempt: row.attempt,
    jobCount: row.job_count,
    availableAt: row.available_at,
    submittedAt: row.submitted_at,
  };
}

/** Cancels what was taken out, in one transaction with the part's progress. */
export async function cancelWaitingPart(pool: Pool, part: OwnedPart, batch: WithdrawnBatch): Promise<BatchProgress> {
  const jobs = batch.rows.flatMap((row) => Array.from({ length: row.jobCount }, (_, place) => ({ row, place })));
  const values = [
    ...partValues(part),
    ...[batch.cursor, batch.nextCursor, batch.isLast, batch.skippedCount],
    batch.rows.map((row) => row.key),
    batch.rows.map((row) => row.attempt),
    batch.rows.map((row) => row.jobCount),
    jobs.map(({ row }) => row.key),
    jobs.map(({ row, place }) => jobKeyAt(row.key, place)),
    jobs.map(({ row }) => row.firstKey ?? null),
    jobs.map(({ row }) => row.attempt),
    jobs.map(({ row }) => row.availableAt),
    jobs.map(({ row }) => row.submittedAt),
    batch.rows.filter((row) => holdsDedupeKey(row.key)).map((row) => row.key),
  ];
  return toProgress((await pool.query<BatchRow>({ ...cancel, values })).rows[0]);
}
