import { LIMITS } from '@leeway/domain/limits';
import type { WaitingCall } from './waiting-call.ts';

/** Jobs of one statement; more calls wait for the next. */
const MAX_ROWS = 2_000;
const MAX_BYTES = 4 * LIMITS.leaseBytes;

/** Calls of one kind, served together. */
export interface CallGroup {
  readonly calls: WaitingCall[];
  rowLimit: number;
  byteLimit: number;
}

export interface ClaimPlan {
  readonly groups: readonly CallGroup[];
  /** For the next statement, in their order. */
  readonly later: readonly WaitingCall[];
}

/**
 * Which calls the next statement serves, oldest first: those of one kind together, those of different kinds side by side
 * as long as they take from different use cases.
 */
export function planClaims(calls: readonly WaitingCall[]): ClaimPlan {
  const groups = new Map<string, CallGroup>();
  const taken = new Set<number>();
  const later: WaitingCall[] = [];
  let rows = 0;
  let bytes = 0;
  for (const call of calls) {
    const { count, useCases } = call.call;
    const known = groups.get(call.kind);
    const isFull = groups.size > 0 && (rows + count > MAX_ROWS || bytes >= MAX_BYTES);
    if (isFull || (known === undefined && useCases.some(({ no }) => taken.has(no)))) {
      later.push(call);
      // Whoever comes later and wants the same waits behind it.
      for (const { no } of useCases) taken.add(no);
      continue;
    }
    const group = known ?? { calls: [], rowLimit: 0, byteLimit: 0 };
    groups.set(call.kind, group);
    group.calls.push(call);
    group.rowLimit += count;
    group.byteLimit += bytesFor(count);
    rows += count;
    bytes += bytesFor(count);
    for (const { no } of useCases) taken.add(no);
  }
  return { groups: [...groups.values()], later };
}

function bytesFor(count: number): number {
  return Math.min(count * LIMITS.payloadBytes, LIMITS.leaseBytes);
}

/**
 * How far to read into each of `queueCount` queues for `rowCount` jobs. Jobs are spread evenly, so a share and a little
 * more of each is nearly always enough; where one queue holds more of the earliest than that, fewer jobs are handed out.
 */
export function rowsPerQueue(rowCount: number, queueCount: number): number {
  const share = rowCount / queueCount;
  return Math.min(rowCount, Math.ceil(share + 2 * Math.sqrt(share)) + 1);
}
