import { createRandom } from '@leeway/trace/random';
import type { FaultTarget } from '../ledger/ledger.ts';

/** One thing to do to one process. */
export interface PlannedFault {
  /** ms after the first submission. */
  readonly at: number;
  readonly kind: 'kill' | 'pause';
  readonly target: FaultTarget;
  /** How long a pause lasts. */
  readonly pauseMs: number;
  /** Which of the processes there are then: uniform in [0, 1). */
  readonly pick: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly killCount: number;
  readonly pauseCount: number;
  readonly durationMs: number;
  readonly longestPauseMs: number;
}

/** How often each is hit, of a hundred kills and of a hundred pauses. Submitter and dispatcher live in the engine's process. */
const KILL_WEIGHTS: Readonly<Record<FaultTarget, number>> = {
  worker: 45,
  engine: 25,
  client: 10,
  backend: 10,
  postmaster: 10,
};
const PAUSE_WEIGHTS: Readonly<Record<FaultTarget, number>> = {
  worker: 30,
  engine: 45,
  client: 5,
  backend: 15,
  postmaster: 5,
};
const SHORTEST_PAUSE_MS = 1_000;

/** The faults of a run in the order of their time: the same for the same seed. */
export function planFaults({ seed, killCount, pauseCount, durationMs, longestPauseMs }: PlanOptions): PlannedFault[] {
  const random = createRandom(seed, killCount, pauseCount);
  const plan = (kind: PlannedFault['kind'], weights: typeof KILL_WEIGHTS): PlannedFault => ({
    at: Math.round(random() * durationMs),
    kind,
    target: pickTarget(weights, random()),
    pauseMs: kind === 'pause' ? pauseMs(random(), longestPauseMs) : 0,
    pick: random(),
  });
  const kills = Array.from({ length: killCount }, () => plan('kill', KILL_WEIGHTS));
  const pauses = Array.from({ length: pauseCount }, () => plan('pause', PAUSE_WEIGHTS));
  return [...kills, ...pauses].toSorted((a, b) => a.at - b.at);
}

/** Short ones are as frequent as long ones, by their logarithm: some end just before a lease does, some just after. */
function pauseMs(share: number, longestMs: number): number {
  return Math.round(SHORTEST_PAUSE_MS * (longestMs / SHORTEST_PAUSE_MS) ** share);
}

function pickTarget(weights: Readonly<Record<FaultTarget, number>>, share: number): FaultTarget {
  const targets = Object.entries(weights) as [FaultTarget, number][];
  let left = share * targets.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [target, weight] of targets) {
    left -= weight;
    if (left < 0) return target;
  }
  return 'worker';
}
