import type { DurationKnot } from './trace-function.ts';

/**
 * The duration that a share `quantile` (0…1) of the invocations did not exceed, in ms: between two recorded percentiles on
 * a straight line of the logarithm, flat beyond the first and the last. Durations spread over orders of magnitude: on the
 * recorded day a line of the plain values adds 27 % to the recorded mean, one of the logarithms 11 %.
 */
export function interpolateDuration(knots: readonly DurationKnot[], quantile: number): number {
  let below: DurationKnot | undefined;
  for (const knot of knots) {
    if (knot.quantile >= quantile) return below === undefined ? knot.ms : between(below, knot, quantile);
    below = knot;
  }
  return below?.ms ?? 0;
}

function between(below: DurationKnot, above: DurationKnot, quantile: number): number {
  const share = (quantile - below.quantile) / (above.quantile - below.quantile);
  // there is no logarithm of 0 ms
  return below.ms > 0 ? below.ms * (above.ms / below.ms) ** share : above.ms * share;
}

/** The longest duration that `interpolateDuration` can give. */
export function longestDuration(knots: readonly DurationKnot[]): number {
  return knots.reduce((longest, { ms }) => Math.max(longest, ms), 0);
}

const SAMPLES = 200;

/** What an invocation takes on average, in ms, by the distribution that it is drawn from. */
export function meanDuration(knots: readonly DurationKnot[]): number {
  let sum = 0;
  for (let sample = 0.5; sample < SAMPLES; sample += 1) sum += interpolateDuration(knots, sample / SAMPLES);
  return sum / SAMPLES;
}
