import { DAY_MS, HOUR_MS } from '@leeway/domain/units';

/** XFaaS (SOSP 2023, §4.6.1): opportunistic work runs at its quota's rate times S. */
const TARGET = 0.75;
const LOW = 0.66;
const HIGH = 0.85;
const STOP = 0.9;
const RESTART = 0.05;
const MOST = 4;

/**
 * The next S: grows while the pool is less busy than the target, shrinks above it, is 0 when there is hardly room for reserved work.
 * Inside the band from 0.66 to 0.85 it stays.
 * @param utilisation busy share of the pool in the last 10 s, in [0, 1]
 */
export function stepTimeShift(scale: number, utilisation: number): number {
  if (utilisation > STOP) return 0;
  if (utilisation >= LOW && utilisation <= HIGH) return scale;
  if (scale === 0) return utilisation < LOW ? RESTART : 0;
  const next = scale * (1 + (0.5 * (TARGET - utilisation)) / TARGET);
  return Math.min(MOST, Math.max(0, next));
}

/** An opportunistic job ends within a day, so from this instant on it counts as reserved. */
export function mustStartFrom({ availableAt, deadlineAt }: { availableAt: number; deadlineAt: number }): number {
  const lastAt = Math.min(deadlineAt, availableAt + DAY_MS);
  return lastAt - Math.min(HOUR_MS, (lastAt - availableAt) / 2);
}
