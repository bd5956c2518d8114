import { toJobId } from '@leeway/domain/job-id';
import type { GateReading, KeyReading } from '@leeway/domain/wait-reason';
import { MAX_TOLD_KEYS } from '../capacity/capacity-sample.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { DispatcherState } from './dispatcher-state.ts';

/** Jobs of a key that are named. */
const MAX_JOBS = 5;

export interface HeldBack {
  /** The job that has waited longest behind a key at its limit. */
  readonly first: ReadyJob;
  /** In the order in which they have waited. */
  readonly jobs: readonly ReadyJob[];
}

/** What keys at their limit hold back of a use case; null where that is nothing. */
export function heldBackOf(state: DispatcherState, useCaseNo: number): HeldBack | null {
  const jobs = state.ready.heldBack(useCaseNo).sort((a, b) => a.availableAt - b.availableAt);
  const [first] = jobs;
  return first === undefined ? null : { first, jobs };
}

/** What the limit of a use case's keys says; null where it has none. */
export function readKeys(state: DispatcherState, useCaseNo: number, heldBack: HeldBack | null): GateReading | null {
  const limit = state.ready.keyLimitOf(useCaseNo);
  if (limit === null) return null;
  const numbers = { used: null, limit, unit: 'jobs', opensAt: null, holders: [] } as const;
  const mayStart = state.ready.headOf(useCaseNo) !== undefined;
  if (heldBack === null)
    return { gate: 'concurrencyKey', isOpen: true, text: `No key has more than ${limit} to run`, ...numbers };
  const count = heldBack.jobs.length;
  const [is, of] = count === 1 ? ['is', 'its'] : ['are', 'their'];
  const text = `${count} ${count === 1 ? 'concurrency key' : 'concurrency keys'} ${is} at ${of} limit (${limit} at once), so more of ${of} jobs wait`;
  return { gate: 'concurrencyKey', isOpen: mayStart, text, keys: keysOf(state, heldBack, limit), ...numbers };
}

function keysOf(state: DispatcherState, { jobs }: HeldBack, limit: number): KeyReading[] {
  const told = jobs.slice(0, MAX_TOLD_KEYS);
  const ids = runningIds(state, told);
  return told.map((job) => {
    const key = job.concurrencyKey ?? '';
    return { key, runningCount: state.ready.runningOf(job), limit, jobIds: ids.get(key) ?? [] };
  });
}

/** Public ids of jobs that run, by key. */
function runningIds({ leases }: DispatcherState, told: readonly ReadyJob[]): Map<string, string[]> {
  const ids = new Map(told.map((job) => [job.concurrencyKey ?? '', [] as string[]]));
  const useCaseNo = told[0]?.useCaseNo;
  for (const { lease } of leases.values()) {
    const { job } = lease;
    const found = job.useCaseNo === useCaseNo && job.concurrencyKey ? ids.get(job.concurrencyKey) : undefined;
    if (found !== undefined && found.length < MAX_JOBS) found.push(toJobId(job.firstKey ?? job.key));
  }
  return ids;
}
