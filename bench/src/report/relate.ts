import type { CaseName } from '../words.ts';
import { RATIO, type Result } from './result.ts';

/** The number that a number of the same case and system is to be read against; null where it stands alone. */
const BASELINE: Readonly<Partial<Record<CaseName, (metric: string) => string | null>>> = {
  'use-cases': () => 'over 1',
  backlog: (metric) => (metric.startsWith('engine memory') ? null : metric.replace(/\d+ waiting$/, '0 waiting')),
  neighbour: () => 'p99 alone',
};

/** Ratios of medians: many use cases to one, a deep queue to an empty one, beside a flood to alone. */
export function relate(results: readonly Result[]): Result[] {
  return results.flatMap((result) => {
    const metric = BASELINE[result.case]?.(result.metric) ?? null;
    const base = results.find(
      (one) => one.case === result.case && one.system === result.system && one.metric === metric,
    );
    return base === undefined || base === result ? [] : [toRatio(result, base)];
  });
}

function toRatio(result: Result, base: Result): Result {
  const rounds = result.rounds.flatMap((value, round) => {
    const baseValue = base.rounds[round];
    return baseValue === undefined ? [] : [hundredths(value / baseValue)];
  });
  return {
    ...result,
    metric: `${result.metric} ÷ ${base.metric}`,
    value: hundredths(result.value / base.value),
    unit: RATIO,
    min: Math.min(...rounds),
    max: Math.max(...rounds),
    rounds,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
