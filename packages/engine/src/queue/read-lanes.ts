import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { KeyRow } from './find-queues.ts';
import type { QueuedJob } from './queued-job.ts';
import { type JobRow, toQueuedJob, type WindowRequest } from './read-windows.ts';
import { readAround as around } from './sql/read-around.ts';
import { readLaneKeys as laneKeys } from './sql/read-lane-keys.ts';
import { readLanes as lanes } from './sql/read-lanes.ts';

export interface LaneRequest extends WindowRequest {
  readonly concurrencyKey: string;
}

/** The next jobs of single concurrency keys, in deadline order; the answer is in the order of the requests. */
export async function readLanes(pool: Pool, requests: readonly LaneRequest[]): Promise<QueuedJob[][]> {
  const answers: QueuedJob[][] = requests.map(() => []);
  const { rows } = await pool.query<JobRow & { place: number }>({
    ...lanes,
    values: [
      requests.map((request) => request.queueEnd),
      requests.map((request) => request.concurrencyKey),
      requests.map((request) => request.cursor),
      requests.map((request) => request.rowLimit),
    ],
  });
  for (const row of rows) answers[row.place - 1]?.push(toQueuedJob(row));
  return answers;
}

export interface AroundRequest extends WindowRequest {
  /** How many jobs are looked at, those that are passed over included. */
  readonly lookLimit: number;
  /** Concurrency keys whose jobs are passed over. */
  readonly passed: readonly string[];
}

export interface AroundRows {
  readonly jobs: QueuedJob[];
  /** Everything up to here was looked at. */
  readonly readTo: JobKey;
  /** Nothing lies behind. */
  readonly isEnd: boolean;
}

type AroundRow = { [Field in keyof JobRow]: JobRow[Field] | null } & {
  readonly place: number;
  readonly looked_to: JobKey | null;
  readonly looked_count: number;
};

/** The next jobs of queues, past those of some keys; the answer is in the order of the requests. */
export async function readAround(pool: Pool, requests: readonly AroundRequest[]): Promise<AroundRows[]> {
  const { rows } = await pool.query<AroundRow>({
    ...around,
    values: [
      requests.map((request) => request.cursor),
      requests.map((request) => request.queueEnd),
      requests.map((request) => request.rowLimit),
      requests.map((request) => request.lookLimit),
      requests.map((request) => JSON.stringify(Object.fromEntries(request.passed.map((key) => [key, 1])))),
    ],
  });
  const byPlace = Map.groupBy(rows, (row) => row.place);
  return requests.map((request, index) => toAroundRows(request, byPlace.get(index + 1) ?? []));
}

function toAroundRows({ cursor, rowLimit, lookLimit }: AroundRequest, rows: readonly AroundRow[]): AroundRows {
  const jobs = rows.flatMap((row) => (row.key === null ? [] : [toQueuedJob(row as JobRow)]));
  const [{ looked_to: lookedTo, looked_count: lookedCount } = { looked_to: null, looked_count: 0 }] = rows;
  if (jobs.length === rowLimit) return { jobs, readTo: jobs.at(-1)?.key ?? cursor, isEnd: false };
  return { jobs, readTo: lookedTo ?? cursor, isEnd: lookedCount < lookLimit };
}

/** Concurrency keys of one queue, in the order of their bytes. */
export interface LaneRange {
  readonly queueEnd: JobKey;
  /** Inclusive. */
  readonly fromKey: string;
  /** Exclusive. */
  readonly toKey: string;
  readonly rowLimit: number;
}

export interface LaneKeyRow extends KeyRow {
  readonly concurrencyKey: string;
}

/** The first jobs of each range, in the order of their concurrency keys; `place` is its position in the request, from 1. */
export async function readLaneKeys(pool: Pool, ranges: readonly LaneRange[]): Promise<LaneKeyRow[]> {
  const { rows } = await pool.query<KeyRow & { concurrency_key: string }>({
    ...laneKeys,
    values: [
      ranges.map((range) => range.queueEnd),
      ranges.map((range) => range.fromKey),
      ranges.map((range) => range.toKey),
      ranges.map((range) => range.rowLimit),
    ],
  });
  return rows.map(({ concurrency_key: concurrencyKey, ...row }) => ({ ...row, concurrencyKey }));
}
