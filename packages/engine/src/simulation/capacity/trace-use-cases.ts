import { LIMITS } from '@leeway/domain/limits';
import { longestDuration, meanDuration } from '@leeway/trace/interpolate-duration';
import { nameFunctions } from '@leeway/trace/name-functions';
import { planArrivals } from '@leeway/trace/plan-arrivals';
import { MINUTES_PER_DAY, type TraceFunction } from '@leeway/trace/trace-function';
import { TRIGGER_POLICIES } from '@leeway/trace/trigger-policy';
import type { PoolSize } from '../../capacity/dominant-share.ts';
import { defaultEntry } from './scenarios/build-use-case.ts';
import type { Arrival, SimulatedUseCase } from './simulation-plan.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** What the fleet is busy in the busiest hour where nobody says how large it is. */
const BUSY = 0.75;

export interface TraceScales {
  /** CPU ms per recorded ms. */
  readonly cpuScale: number;
  /** MiB per recorded MB. */
  readonly memoryScale: number;
  readonly seed: number;
}

/** One use case per function of a recorded day; every invocation as many times as the day is to grow. */
export function useCasesOf(
  functions: readonly TraceFunction[],
  scales: TraceScales,
  growth: number,
): SimulatedUseCase[] {
  const names = nameFunctions(functions);
  return functions.map((recorded, index) => {
    const minuteCounts = recorded.minuteCounts.map((count) => Math.round(count * growth));
    const traced = { ...recorded, minuteCounts };
    const sums = cumulate(minuteCounts);
    const { useCase, team } = names[index] ?? { useCase: traced.name, team: traced.owner };
    return {
      entry: {
        ...defaultEntry(index + 1, useCase),
        teamId: team,
        ...TRIGGER_POLICIES[traced.trigger],
        timeoutMs: Math.min(LIMITS.timeoutMs.max, Math.max(MINUTE_MS, 10 * longestDuration(traced.durations))),
        memoryLimitMb: memoryLimitOf(traced, scales),
      },
      arrivals: () => arrivalsOf(traced, scales),
      countBefore: (ms) => countBefore(sums, ms),
    };
  });
}

function* arrivalsOf(traced: TraceFunction, { cpuScale, seed }: TraceScales): Generator<Arrival> {
  for (const { atMs, cpuMs } of planArrivals({ function: traced, fromMinute: 0, toMinute: MINUTES_PER_DAY, seed }))
    yield { atMs, runMs: Math.max(cpuMs, 0.01), cpuMs: cpuMs * cpuScale };
}

function memoryLimitOf({ memoryMb }: TraceFunction, { memoryScale }: TraceScales): number {
  const { min, max } = LIMITS.memoryLimitMb;
  return Math.min(max, Math.max(min, Math.ceil(memoryMb * memoryScale)));
}

/** Invocations before each minute. */
function cumulate(minuteCounts: Uint32Array): Float64Array {
  const sums = new Float64Array(minuteCounts.length + 1);
  for (const [minute, count] of minuteCounts.entries()) sums[minute + 1] = (sums[minute] ?? 0) + count;
  return sums;
}

/** Inside a minute they are spread evenly. */
function countBefore(sums: Float64Array, ms: number): number {
  const minute = Math.min(sums.length - 1, Math.max(0, Math.floor(ms / MINUTE_MS)));
  const before = sums[minute] ?? 0;
  const part = Math.min(1, Math.max(0, ms / MINUTE_MS - minute));
  return Math.round(before + part * ((sums[minute + 1] ?? before) - before));
}

/** A fleet that is three quarters busy in the busiest hour of the day as it was recorded. */
export function fleetFor(functions: readonly TraceFunction[], scales: TraceScales): PoolSize {
  let slotCount = 0;
  let memoryMb = 0;
  const means = functions.map(({ durations }) => meanDuration(durations));
  for (let from = 0; from < MINUTES_PER_DAY; from += HOUR_MINUTES) {
    let slots = 0;
    let memory = 0;
    for (const [index, traced] of functions.entries()) {
      const counts = traced.minuteCounts.subarray(from, from + HOUR_MINUTES).reduce((sum, count) => sum + count, 0);
      const held = (counts * (means[index] ?? 0)) / (HOUR_MINUTES * MINUTE_MS);
      slots += held;
      memory += held * memoryLimitOf(traced, scales);
    }
    slotCount = Math.max(slotCount, Math.ceil(slots / BUSY));
    memoryMb = Math.max(memoryMb, Math.ceil(memory / BUSY));
  }
  const cpuCount = Math.max(1, Math.ceil(slotCount * scales.cpuScale));
  return { slotCount: Math.max(1, slotCount), cpuCount, memoryMb: Math.max(memoryMb, LIMITS.memoryLimitMb.max) };
}
