import type { Random } from '@leeway/trace/random';

/** What one call of a client submits. */
export interface PlannedCall {
  readonly useCase: string;
  readonly jobs: readonly PlannedJob[];
}

export interface PlannedJob {
  readonly payload: readonly [marker: number, runMs: number, failsUntil: number];
  /** How far ahead its earliest start lies; 0: at once. */
  readonly aheadMs: number;
  readonly delayToleranceMs: number;
}

const LARGEST = 200;
const AHEAD_SHARE = 0.1;
const LONGEST_AHEAD_MS = 5_000;
const SLOW_SHARE = 0.01;
const LONGEST_RUN_MS = 60;
const FAILING_SHARE = 0.01;

/** Calls of one job and of many; a tenth of the jobs ahead of their time, a hundredth slow, a hundredth failing at first. */
export function planCall(random: Random, firstMarker: number, useCases: readonly string[], most: number): PlannedCall {
  const size = random() < 0.3 ? 1 : 1 + Math.floor(random() * LARGEST);
  const useCase = useCases[Math.floor(random() * useCases.length)] ?? '';
  const jobs = Array.from({ length: Math.min(size, most) }, (_, index) => planJob(random, firstMarker + index));
  return { useCase, jobs };
}

function planJob(random: Random, marker: number): PlannedJob {
  const runMs = random() < SLOW_SHARE ? Math.ceil(random() * LONGEST_RUN_MS) : 0;
  const failsUntil = random() < FAILING_SHARE ? 1 : 0;
  return {
    payload: [marker, runMs, failsUntil],
    aheadMs: random() < AHEAD_SHARE ? Math.ceil(random() * LONGEST_AHEAD_MS) : 0,
    delayToleranceMs: 1_000 + Math.floor(random() * 60_000),
  };
}
