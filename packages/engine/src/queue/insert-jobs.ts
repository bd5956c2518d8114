import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { bigintArray, smallintArray, textArray, uuidArray } from './binary-array.ts';
import type { NewJob, NewRequest } from './new-job.ts';
import { insertDueJobs as due } from './sql/insert-due-jobs.ts';
import { insertJobs as plain } from './sql/insert-jobs.ts';
import { insertJobsOnce as once } from './sql/insert-jobs-once.ts';

/** The job that holds a dedupe key. */
export interface Holder {
  readonly key: JobKey;
  /** Its public id, where it was moved and has another key now. */
  readonly firstKey?: JobKey;
  readonly availableAt: number;
}

export interface Inserted {
  /** The store's time at which the jobs were accepted. */
  readonly acceptedAt: number;
  /** Jobs that were thought to lie ahead and were due after all. */
  readonly dueKeys: ReadonlySet<JobKey>;
  /** Requests whose key was used before: none of their jobs was stored now. */
  readonly repeated: ReadonlySet<NewRequest>;
  /** Jobs that were not stored, with the job that holds their dedupe key. */
  readonly holders: ReadonlyMap<JobKey, Holder>;
}

interface InsertedRow extends DuplicateColumns {
  readonly now: number;
  readonly due_keys: JobKey[];
  readonly repeated_nos?: number[];
}

/** Writes the jobs of requests in one statement. Rejects as a whole. */
export async function insertJobs(pool: Pick<Pool, 'query'>, requests: readonly NewRequest[]): Promise<Inserted> {
  const keyed = requests.filter((request) => request.key !== null);
  const { rows } = await pool.query<InsertedRow>(toQuery(requests, keyed));
  const [row] = rows;
  if (row === undefined) throw new Error('the store does not tell what it stored');
  return {
    acceptedAt: Number(row.now),
    dueKeys: new Set(row.due_keys),
    repeated: findRepeated(keyed, row.repeated_nos ?? []),
    holders: toHolders(row),
  };
}

/** Looking for what came before costs a third more, so only those pay who ask for it. */
function toQuery(requests: readonly NewRequest[], keyed: readonly NewRequest[]) {
  const jobs = requests.flatMap((request) => request.jobs);
  const hasDedupe = jobs.some((job) => job.dedupe !== null);
  const isPlain = keyed.length === 0 && !hasDedupe;
  const keys = concurrencyKeys(jobs);
  if (isPlain && keys.length === 0 && !jobs.some((job) => job.mayBeAhead)) return { ...due, values: dueValues(jobs) };
  const values: unknown[] = [
    uuidArray(jobs.map((job) => job.key)),
    jobs.map((job) => job.useCaseNo),
    bigintArray(jobs.map((job) => job.availableAt)),
    textArray(jobs.map((job) => job.payload)),
    jobs.map((job) => job.mayBeAhead),
    smallintArray(jobs.map((job) => job.jobCount)),
  ];
  if (isPlain) return { ...plain, values: [...values, keys] };
  values.push(
    keyed.length === 0 ? [] : requestNos(requests),
    hasDedupe ? jobs.map((job) => job.dedupe?.hash ?? null) : [],
    hasDedupe ? jobs.map((job) => job.dedupe?.windowMs ?? null) : [],
    uuidArray(keyed.map((request) => request.key?.scope ?? '')),
    uuidArray(keyed.map((request) => request.key?.bodyHash ?? '')),
    keys,
  );
  return { ...once, values };
}

/** Nothing where no job has one. */
function concurrencyKeys(jobs: readonly NewJob[]): (string | null)[] {
  const isKeyed = jobs.some((job) => job.concurrencyKey !== null);
  return isKeyed ? jobs.map((job) => job.concurrencyKey) : [];
}

function dueValues(jobs: readonly NewJob[]): unknown[] {
  const counts = new Map<number, number>();
  for (const { useCaseNo, jobCount } of jobs) counts.set(useCaseNo, (counts.get(useCaseNo) ?? 0) + jobCount);
  return [
    uuidArray(jobs.map((job) => job.key)),
    bigintArray(jobs.map((job) => job.availableAt)),
    smallintArray(jobs.map((job) => job.jobCount)),
    textArray(jobs.map((job) => job.payload)),
    [...counts.keys()],
    [...counts.values()],
  ];
}

function findRepeated(keyed: readonly NewRequest[], nos: readonly number[]): Set<NewRequest> {
  return new Set(nos.flatMap((no) => keyed[no - 1] ?? []));
}

/** For each job the number of its request among those with a key, from 1. */
function requestNos(requests: readonly NewRequest[]): (number | null)[] {
  let no = 0;
  return requests.flatMap(({ jobs, key }) => {
    if (key !== null) no += 1;
    return jobs.map(() => (key === null ? null : no));
  });
}

/** Duplicates as the store tells of them: parallel arrays, absent or null where there are none. */
export interface DuplicateColumns {
  readonly duplicate_keys?: readonly JobKey[] | null;
  readonly holder_keys?: readonly JobKey[] | null;
  readonly holder_first_keys?: readonly (JobKey | null)[] | null;
  readonly holder_available_ats?: readonly number[] | null;
}

export function toHolders(row: DuplicateColumns): Map<JobKey, Holder> {
  const found = new Map<JobKey, Holder>();
  for (const [index, duplicate] of (row.duplicate_keys ?? []).entries()) {
    const key = row.holder_keys?.[index];
    const firstKey = row.holder_first_keys?.[index];
    const availableAt = Number(row.holder_available_ats?.[index]);
    if (key !== undefined) found.set(duplicate, { key, availableAt, ...(firstKey == null ? {} : { firstKey }) });
  }
  return found;
}
