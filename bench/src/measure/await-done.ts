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

/** Resolves when so many jobs are done. Throws where nothing moves for a minute. */
export async function awaitCount(
  system: OpenSystem,
  count: number,
  onProgress?: (progress: Progress) => void,
): Promise<Progress> {
  let last = -1;
  for (let movedAt = monotonicMs(); ; await pause(POLL_MS)) {
    const progress = { doneCount: await system.doneCount(), atMs: monotonicMs() };
    onProgress?.(progress);
    if (progress.doneCount >= count) return progress;
    if (progress.doneCount !== last) movedAt = progress.atMs;
    last = progress.doneCount;
    if (progress.atMs - movedAt > STALL_MS) throw new Error(`stuck for a minute at ${last} of ${count} jobs`);
  }
}

/** Every job once: a job that ran twice is no throughput. */
async function checked(system: OpenSystem, count: number, atMs: number): Promise<number> {
  const doneCount = await system.doneCount();
  if (doneCount !== count) throw new Error(`${doneCount} jobs were done where ${count} were submitted`);
  return atMs;
}
