import type { JobKey } from '@leeway/domain/job-id';
import { queueOfJobKey } from '@leeway/domain/job-id';
import type { Holder, Inserted } from '../../queue/insert-jobs.ts';
import { type NewJob, type NewRequest, storedAvailableAt } from '../../queue/new-job.ts';
import { type LockWish, type Statement, StoreError, type Transaction } from './simulated-store.ts';
import { addUnique } from './unique.ts';

/** Group commit of submissions, as queue/sql/insert-jobs.ts and its two variants. */
export function insertJobs(requests: readonly NewRequest[]): Statement<Inserted> {
  return function* (tx) {
    refuseNul(requests);
    const now = tx.now();
    const repeated = yield* claimRequests(tx, requests, now);
    const fresh = requests.filter((request) => !repeated.has(request));
    const holders = yield* holdDedupeKeys(tx, fresh, now);
    const counts = new Map<number, { submitted: number; ahead: number }>();
    for (const job of fresh.flatMap((request) => request.jobs)) {
      if (holders.has(job.key)) continue;
      const isAhead = isStillAhead(job, now);
      yield* addJob(tx, job, { now, isAhead });
      const count = counts.get(job.useCaseNo) ?? { submitted: 0, ahead: 0 };
      counts.set(job.useCaseNo, {
        submitted: count.submitted + job.jobCount,
        ahead: count.ahead + (isAhead ? 1 : 0),
      });
    }
    for (const [useCaseNo, { submitted, ahead }] of counts)
      tx.append('usage', { useCaseNo, at: now, submittedCount: submitted, delayedInCount: ahead });
    const all = requests.flatMap((request) => request.jobs);
    const dueKeys = new Set(all.filter((job) => job.mayBeAhead && !isStillAhead(job, now)).map((job) => job.key));
    return { acceptedAt: now, dueKeys, repeated, holders };
  };
}

function isStillAhead(job: NewJob, now: number): boolean {
  return job.mayBeAhead && job.availableAt > now;
}

function refuseNul(requests: readonly NewRequest[]): void {
  if (requests.some(({ jobs }) => jobs.some(({ payload }) => payload.includes('\u0000'))))
    throw new StoreError('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
}

/** Writes down what each request with a key was answered; returns those whose key was used before. */
function* claimRequests(
  tx: Transaction,
  requests: readonly NewRequest[],
  now: number,
): Generator<LockWish, Set<NewRequest>, void> {
  const repeated = new Set<NewRequest>();
  const claimed = new Set<string>();
  const keyed = requests.filter((request) => request.key !== null);
  const scopeOf = (request: NewRequest): string => request.key?.scope ?? '';
  for (const request of keyed.toSorted((a, b) => (scopeOf(a) < scopeOf(b) ? -1 : 1))) {
    const scope = scopeOf(request);
    yield* tx.lock(`request ${scope}`);
    if (tx.tables.request.has(scope) || claimed.has(scope)) {
      repeated.add(request);
      continue;
    }
    claimed.add(scope);
    const rows = request.jobs.map((job) => ({
      key: job.key,
      jobCount: job.jobCount,
      availableAt: storedAvailableAt(job, now),
    }));
    tx.put('request', scope, { scope, bodyHash: request.key?.bodyHash ?? '', acceptedAt: now, rows });
  }
  return repeated;
}

interface Wanted {
  readonly job: NewJob;
  readonly scope: string | null;
  readonly id: string;
}

/** Takes dedupe keys in their order; returns the jobs that get none, with those that have it. */
function* holdDedupeKeys(
  tx: Transaction,
  requests: readonly NewRequest[],
  now: number,
): Generator<LockWish, Map<JobKey, Holder>, void> {
  const wanted = requests.flatMap(({ jobs, key }) =>
    jobs.flatMap((job): Wanted[] =>
      job.dedupe === null ? [] : [{ job, scope: key?.scope ?? null, id: `${job.useCaseNo} ${job.dedupe.hash}` }],
    ),
  );
  const holders = new Map<string, Holder>();
  for (const { id, job } of uniqueInOrder(wanted)) {
    yield* tx.lock(`dedupe ${id}`);
    const held = tx.tables.dedupe.get(id);
    const isHeld = held !== undefined && (held.heldUntil === null || held.heldUntil > now);
    holders.set(id, isHeld ? { ...held, ...firstKeyOf(tx, held.key) } : job);
    if (isHeld) continue;
    const { useCaseNo, key, availableAt, dedupe } = job;
    const heldUntil = dedupe?.windowMs == null ? null : now + dedupe.windowMs;
    const storedAt = job.mayBeAhead ? availableAt : Math.min(availableAt, now);
    tx.put('dedupe', id, {
      useCaseNo,
      hash: dedupe?.hash ?? '',
      key,
      availableAt: storedAt,
      takenAt: now,
      heldUntil,
    });
    holders.set(id, { key, availableAt: storedAt });
  }
  return noteDuplicates(tx, wanted, holders);
}

/** Of a job that has moved: what it was submitted under. */
function firstKeyOf({ tables }: Transaction, key: JobKey): Pick<Holder, 'firstKey'> {
  const firstKey = (tables.job.get(key) ?? tables.delayed.get(key))?.firstKey;
  return firstKey === undefined ? {} : { firstKey };
}

/** The first job of each key, by use case and key. */
function uniqueInOrder(wanted: readonly Wanted[]): Wanted[] {
  const first = new Map<string, Wanted>();
  for (const one of wanted) if (!first.has(one.id)) first.set(one.id, one);
  return [...first.values()].sort(
    (a, b) => a.job.useCaseNo - b.job.useCaseNo || ((a.job.dedupe?.hash ?? '') < (b.job.dedupe?.hash ?? '') ? -1 : 1),
  );
}

function noteDuplicates(
  tx: Transaction,
  wanted: readonly Wanted[],
  holders: ReadonlyMap<string, Holder>,
): Map<JobKey, Holder> {
  const duplicates = new Map<JobKey, Holder>();
  for (const { job, scope, id } of wanted) {
    const holder = holders.get(id);
    if (holder === undefined || holder.key === job.key) continue;
    const { key, firstKey, availableAt } = holder;
    duplicates.set(job.key, { key, availableAt, ...(firstKey === undefined ? {} : { firstKey }) });
    if (scope !== null)
      tx.put('duplicate', `${scope} ${job.key}`, {
        scope,
        key: job.key,
        holderKey: holder.key,
        holderFirstKey: holder.firstKey,
        holderAvailableAt: holder.availableAt,
      });
  }
  return duplicates;
}

function* addJob(
  tx: Transaction,
  job: NewJob,
  { now, isAhead }: { readonly now: number; readonly isAhead: boolean },
): Generator<LockWish, void, void> {
  const { key, jobCount, payload } = job;
  const availableAt = storedAvailableAt(job, now);
  const common = {
    key,
    attempt: 1,
    availableAt,
    submittedAt: now,
    payload,
    concurrencyKey: job.concurrencyKey ?? undefined,
  };
  const { shard } = queueOfJobKey(key);
  if (isAhead)
    yield* addUnique(tx, 'delayed', {
      ...common,
      shard,
      dueAt: availableAt,
      failureCode: null,
      failureMessage: null,
    });
  else yield* addUnique(tx, 'job', { ...common, jobCount });
}
