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
/** So that kills and pauses find many jobs half done, and some that last as long as a lease. */
const SLOW_SHARE = 0.05;
const LONGEST_SLOW_MS = 60;
const LONG_SHARE = 0.000_3;
const LONGEST_LONG_MS = 4_000;
const FAILING_SHARE = 0.01;

export interface CallOptions {
  readonly useCases: readonly string[];
  readonly isCalm: boolean;
  /** Jobs at most. */
  readonly most: number;
}

/** Calls of one job and of many; a tenth of the jobs ahead of their time, a twentieth slow, a hundredth failing at first. */
export function planCall(random: Random, firstMarker: number, { useCases, isCalm, most }: CallOptions): PlannedCall {
  const size = random() < 0.3 ? 1 : 1 + Math.floor(random() * LARGEST);
  const useCase = useCases[Math.floor(random() * useCases.length)] ?? '';
  const jobs = Array.from({ length: Math.min(size, most) }, (_, index) =>
    isCalm ? calmJob(firstMarker + index) : planJob(random, firstMarker + index),
  );
  return { useCase, jobs };
}

/** Long enough that a kill finds some under way, short enough that the slots of the others can take all. */
const CALM_RUN_MS = 8;

function calmJob(marker: number): PlannedJob {
  return { payload: [marker, CALM_RUN_MS, 0], aheadMs: 0, delayToleranceMs: 1_000 };
}

function planJob(random: Random, marker: number): PlannedJob {
  const runMs = planRunMs(random(), random());
  const failsUntil = random() < FAILING_SHARE ? 1 : 0;
  return {
    payload: [marker, runMs, failsUntil],
    aheadMs: random() < AHEAD_SHARE ? Math.ceil(random() * LONGEST_AHEAD_MS) : 0,
    delayToleranceMs: 1_000 + Math.floor(random() * 60_000),
  };
}

function planRunMs(kind: number, share: number): number {
  if (kind < LONG_SHARE) return Math.ceil(share * LONGEST_LONG_MS);
  return kind < SLOW_SHARE ? Math.ceil(share * LONGEST_SLOW_MS) : 0;
}
