import { setTimeout as sleep } from 'node:timers/promises';
import { readLeftCount } from '../witness/witness.ts';
import type { Tier } from './open-tier.ts';

const TICK_MS = 100;
const DRAIN_LIMIT_MS = 180_000;

/** Waits until nothing is left, or too long, and ends the engines in order. Returns how long it took until nothing was left. */
export async function untilDrained({ engines, pool }: Tier, onLook: (left: number) => void): Promise<number> {
  const beganAt = performance.now();
  const tookMs = () => performance.now() - beganAt;
  await engines.untilComplete();
  for (let left = -1; left !== 0 && tookMs() < DRAIN_LIMIT_MS; ) {
    left = await readLeftCount(pool).catch(() => -1);
    onLook(left);
    if (left !== 0) await sleep(TICK_MS);
  }
  const drainMs = tookMs();
  await engines.stop();
  return drainMs;
}
