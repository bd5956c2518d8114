import { createChance } from '../chance.ts';
import type { Arrival } from './simulation-plan.ts';

export interface Traffic {
  readonly seed: string;
  readonly fromMs?: number;
  readonly untilMs: number;
  /** Jobs per second at an instant, never above `mostPerSecond`. */
  readonly perSecond: (ms: number) => number;
  readonly mostPerSecond: number;
  /** Mean; drawn evenly from half of it to one and a half times. Infinity: never returns. */
  readonly runMs: number;
  /** CPU ms per ms of run time. */
  readonly cpuShare: number;
}

/** Arrivals that know nothing of each other (a Poisson process whose rate changes, by thinning), in order of time. */
export function* generateArrivals(traffic: Traffic): Generator<Arrival> {
  const { seed, fromMs = 0, untilMs, perSecond, mostPerSecond, runMs, cpuShare } = traffic;
  const chance = createChance(seed);
  if (mostPerSecond <= 0) return;
  for (let at = fromMs; ; ) {
    at += (-Math.log(1 - chance.next()) * 1_000) / mostPerSecond;
    if (at >= untilMs) return;
    if (chance.next() * mostPerSecond >= perSecond(at)) continue;
    const tookMs = runMs * (0.5 + chance.next());
    const cpuMs = Number.isFinite(tookMs) ? tookMs * cpuShare : 0;
    yield { atMs: Math.floor(at), runMs: tookMs, cpuMs };
  }
}

/** The same arrivals; what comes from `fromMs` to `toMs` never returns. */
export function* hanging(
  arrivals: Iterable<Arrival>,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Generator<Arrival> {
  for (const arrival of arrivals) {
    const hangs = arrival.atMs >= fromMs && arrival.atMs < toMs;
    yield hangs ? { atMs: arrival.atMs, runMs: Number.POSITIVE_INFINITY, cpuMs: 0 } : arrival;
  }
}

/** The same rate all the time. */
export function steadily(perSecond: number): Pick<Traffic, 'perSecond' | 'mostPerSecond'> {
  return { perSecond: () => perSecond, mostPerSecond: perSecond };
}

/** `times` as much from `fromMs` to `toMs`. */
export function withSpike(
  perSecond: number,
  { times, fromMs, toMs }: { readonly times: number; readonly fromMs: number; readonly toMs: number },
): Pick<Traffic, 'perSecond' | 'mostPerSecond'> {
  return { perSecond: (ms) => (ms >= fromMs && ms < toMs ? times : 1) * perSecond, mostPerSecond: times * perSecond };
}

const DAY_MS = 86_400_000;

/** A wave of a day whose highest rate is `peakToTrough` times its lowest; the peak is at noon. */
export function daily(meanPerSecond: number, peakToTrough: number): Pick<Traffic, 'perSecond' | 'mostPerSecond'> {
  const swing = (peakToTrough - 1) / (peakToTrough + 1);
  return {
    perSecond: (ms) => meanPerSecond * (1 - swing * Math.cos((2 * Math.PI * ms) / DAY_MS)),
    mostPerSecond: meanPerSecond * (1 + swing),
  };
}
