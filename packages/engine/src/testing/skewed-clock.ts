import { type Clock, systemClock } from '../runtime/clock.ts';

/** The system's clock with a hand that can be turned: what it shows is wrong, what elapses is not. */
export interface SkewedClock extends Clock {
  skewMs: number;
}

export function createSkewedClock(skewMs: number): SkewedClock {
  const clock: SkewedClock = { ...systemClock, skewMs, now: () => systemClock.now() + clock.skewMs };
  return clock;
}
