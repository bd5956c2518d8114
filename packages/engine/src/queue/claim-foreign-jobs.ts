import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { uuidArray } from './binary-array.ts';
import type { ForeignLease } from './foreign-lease.ts';
import { claimForeignJobs as statement } from './sql/claim-foreign-jobs.ts';

/** One queue to take from: the part of it that may hold a free job. */
export interface ClaimQueue {
  /** Inclusive; nothing below is free. */
  readonly low: JobKey;
  readonly high: JobKey;
  readonly rowLimit: number;
}

/** Callers who take from the same queues, for the same time, with the same key. */
export interface ClaimGroup {
  readonly queues: readonly ClaimQueue[];
  readonly rowLimit: number;
  readonly byteLimit: number;
  readonly leaseMs: number;
  /** The API key. */
  readonly holder: string;
}

/** A job in the hands of a program. */
export interface ClaimedJob extends ForeignLease {
  /** The key that it was submitted under, its public id, where it has moved since. */
  readonly firstKey: JobKey | null;
  readonly expiresAt: number;
  /** JSON text. */
  readonly payload: string;
}

export interface GroupClaim {
  /** Earliest deadline first. */
  readonly jobs: readonly ClaimedJob[];
  /** Whether others were taking the same jobs: some may be free all the same. */
  readonly isContended: boolean;
  /** Per queue of the group, below what nothing is free; null where nothing was free at all. */
  readonly bounds: readonly (JobKey | null)[];
}

interface ClaimRow {
  kind: 'leased' | 'chosen' | 'first';
  place: number;
  key: JobKey;
  first_key: JobKey | null;
  attempt: number;
  available_at: number;
  payload: string;
  token: string;
  leased_at: number;
  expires_at: number;
}

/** Leases what is free to each group, in one statement; queues of different groups must not overlap. */
export async function claimForeignJobs(pool: Pool, groups: readonly ClaimGroup[]): Promise<GroupClaim[]> {
  const queues = groups.flatMap((group, index) => group.queues.map((queue) => ({ ...queue, groupNo: index + 1 })));
  const { rows } = await pool.query<ClaimRow>({
    ...statement,
    values: [
      uuidArray(queues.map((queue) => queue.low)),
      uuidArray(queues.map((queue) => queue.high)),
      queues.map((queue) => queue.rowLimit),
      queues.map((queue) => queue.groupNo),
      groups.map((group) => group.rowLimit),
      groups.map((group) => group.byteLimit),
      groups.map((group) => group.leaseMs),
      groups.map((group) => group.holder),
    ],
  });
  return toGroupClaims(groups, rows);
}

function toGroupClaims(groups: readonly ClaimGroup[], rows: readonly ClaimRow[]): GroupClaim[] {
  const leased = new Map(rows.filter((row) => row.kind === 'leased').map((row) => [row.key, row]));
  const chosen = Map.groupBy(
    rows.filter((row) => row.kind === 'chosen'),
    (row) => row.place,
  );
  const firsts = new Map(rows.filter((row) => row.kind === 'first').map((row) => [row.place, row.key]));
  let place = 0;
  return groups.map((group) => {
    const queues = group.queues.map(() => {
      place += 1;
      return takeQueue(chosen.get(place) ?? [], { leased, first: firsts.get(place) ?? null });
    });
    return {
      jobs: queues.flatMap((queue) => queue.jobs).sort(byDeadline),
      isContended: queues.some((queue) => queue.isContended),
      bounds: queues.map((queue) => queue.bound),
    };
  });
}

/** The chosen of a queue are its first free ones, in order: up to the first that was not leased, nothing is free any more. */
function takeQueue(
  chosen: readonly ClaimRow[],
  { leased, first }: { readonly leased: ReadonlyMap<JobKey, ClaimRow>; readonly first: JobKey | null },
) {
  const jobs: ClaimedJob[] = [];
  let bound = first;
  let isContended = false;
  for (const row of chosen) {
    const lease = leased.get(row.key);
    if (!isContended) bound = row.key;
    if (lease === undefined) isContended = true;
    else jobs.push(toClaimedJob(row, lease));
  }
  return { jobs, bound, isContended };
}

function toClaimedJob(row: ClaimRow, { token, leased_at, expires_at }: ClaimRow): ClaimedJob {
  const { key, first_key: firstKey, attempt, available_at, payload } = row;
  return {
    key,
    firstKey,
    token,
    attempt,
    leasedAt: leased_at,
    expiresAt: expires_at,
    availableAt: available_at,
    payload,
  };
}

/** By the key without its queue: deadline, then tie. */
function byDeadline(a: ClaimedJob, b: ClaimedJob): number {
  const [x, y] = [a.key.slice(11), b.key.slice(11)];
  return x < y ? -1 : x > y ? 1 : 0;
}
