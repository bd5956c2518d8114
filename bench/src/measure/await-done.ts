import type { OpenSystem } from '../systems/system.ts';
import { monotonicMs, pause } from './clock.ts';

const POLL_MS = 10;
const STALL_MS = 60_000;

export interface Progress {
  readonly atMs: number;
  readonly doneCount: number;
}

/**
 * Resolves with the instant at which the store had nothing left, after `count` jobs were done.
 * Throws where nothing moves for a minute, or where more were done than were submitted.
 */
export async function awaitDone(
  system: OpenSystem,
  count: number,
  onProgress?: (progress: Progress) => void,
): Promise<number> {
  await awaitCount(system, count, onProgress);
  for (const limitAt = monotonicMs() + STALL_MS; ; await pause(POLL_MS)) {
    const left = await system.unsettledCount();
    const atMs = monotonicMs();
    if (left === 0) return await checked(system, count, atMs);
    if (atMs > limitAt) throw new Error(`${left} of ${count} jobs are still not settled a minute after the last ran`);
  }
}

async function awaitCount(system: OpenSystem, count: number, onProgress?: (progress: Progress) => void): Promise<void> {
  let last = -1;
  for (let movedAt = monotonicMs(); ; await pause(POLL_MS)) {
    const doneCount = await system.doneCount();
    const atMs = monotonicMs();
    onProgress?.({ atMs, doneCount });
    if (doneCount >= count) return;
    if (doneCount !== last) movedAt = atMs;
    last = doneCount;
    if (atMs - movedAt > STALL_MS) throw new Error(`stuck for a minute at ${doneCount} of ${count} jobs`);
  }
}

/** Every job once: a job that ran twice is no throughput. */
async function checked(system: OpenSystem, count: number, atMs: number): Promise<number> {
  const doneCount = await system.doneCount();
  if (doneCount !== count) throw new Error(`${doneCount} jobs were done where ${count} were submitted`);
  return atMs;
}
