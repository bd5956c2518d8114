import { LIMITS } from '@leeway/domain/limits';
import type { ClaimedJob } from '../queue/claim-foreign-jobs.ts';
import type { WaitingCall } from './waiting-call.ts';

export interface HandOut {
  /** Per call that gets something. */
  readonly shares: readonly { readonly call: WaitingCall; readonly jobs: readonly ClaimedJob[] }[];
  /** For nobody: their callers have gone, or have enough. */
  readonly left: readonly ClaimedJob[];
}

/** Shares out what was leased, in deadline order, to the calls in their order: the oldest gets the most urgent. */
export function handOut(calls: readonly WaitingCall[], jobs: readonly ClaimedJob[]): HandOut {
  const shares: { call: WaitingCall; jobs: ClaimedJob[] }[] = [];
  let next = 0;
  for (const call of calls) {
    if (next === jobs.length) break;
    if (call.isOver) continue;
    const share = takeShare(jobs, next, call.call.count);
    next += share.length;
    shares.push({ call, jobs: share });
  }
  return { shares, left: jobs.slice(next) };
}

/** At least one; stops at the count, or when the payloads fill an answer. */
function takeShare(jobs: readonly ClaimedJob[], from: number, count: number): ClaimedJob[] {
  let bytes = 0;
  let to = from;
  while (to < jobs.length && to < from + count && bytes < LIMITS.leaseBytes) {
    bytes += Buffer.byteLength(jobs[to]?.payload ?? '');
    to += 1;
  }
  return jobs.slice(from, to);
}
