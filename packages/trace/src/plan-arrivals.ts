import { interpolateDuration } from './interpolate-duration.ts';
import { createRandom, hashText } from './random.ts';
import { MINUTES_PER_DAY, type TraceFunction } from './trace-function.ts';

const MINUTE_MS = 60_000;

/** One invocation that is to be replayed. */
export interface Arrival {
  /** Whole ms since midnight of the recorded day. */
  readonly atMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
}

export interface PlanOptions {
  readonly function: TraceFunction;
  /** Minutes of the day, 0…1440; `toMinute` is not included. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** The same seed gives the same plan. */
  readonly seed: number;
  /** CPU ms per recorded ms. Default 1. */
  readonly cpuScale?: number;
  /** MB held per recorded MB. Default 1. */
  readonly memoryScale?: number;
}

/**
 * Every recorded invocation of the minutes once, in order of time, each inside its own minute and with a duration drawn
 * from the function's percentiles. A minute's plan depends on seed, function and minute alone, so the plan of an hour is
 * that part of the plan of the day.
 * @throws RangeError where the minutes are no part of a day
 */
export function* planArrivals(options: PlanOptions): Generator<Arrival> {
  const { fromMinute, toMinute } = options;
  const whole = Number.isInteger(fromMinute) && Number.isInteger(toMinute);
  if (!whole || fromMinute < 0 || fromMinute >= toMinute || toMinute > MINUTES_PER_DAY) {
    throw new RangeError(`Minutes ${fromMinute} to ${toMinute} are no part of a day (0 to ${MINUTES_PER_DAY})`);
  }
  const identity = hashText(`${options.function.owner}/${options.function.app}/${options.function.name}`);
  for (let minute = fromMinute; minute < toMinute; minute += 1) yield* planMinute(options, identity, minute);
}

function* planMinute(options: PlanOptions, identity: number, minute: number): Generator<Arrival> {
  const { function: traced, cpuScale = 1, memoryScale = 1 } = options;
  const count = traced.minuteCounts[minute] ?? 0;
  if (count === 0) return;
  const random = createRandom(options.seed, identity, minute);
  const memoryMb = toThousandth(traced.memoryMb * memoryScale);
  for (const offset of Float64Array.from({ length: count }, random).sort()) {
    const cpuMs = toThousandth(interpolateDuration(traced.durations, random()) * cpuScale);
    yield { atMs: minute * MINUTE_MS + Math.floor(offset * MINUTE_MS), cpuMs, memoryMb };
  }
}

function toThousandth(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
