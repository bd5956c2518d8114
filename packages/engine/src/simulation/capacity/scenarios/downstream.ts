import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import type { DownstreamTally } from '../downstream-load.ts';
import { steadily } from '../generate-arrivals.ts';
import type { SimulatedDownstream } from '../simulation-plan.ts';
import { NEIGHBOURS, planWith } from './neighbours.ts';
import { type Bar, barOnDelays, barOnFigure, othersThan, type Scenario } from './scenario.ts';

/** Slow start is over by then: 20 a second are 1,200 a minute, 14 windows from 100. */
const OUT_FROM_MS = 40 * MINUTE_MS;
const OUT_TO_MS = 50 * MINUTE_MS;
const BACK = 0.95;
/** 5 % of the rate every 10 s, from about 5 % on: 18 steps, and the half minute that the mean looks back. Two minutes cannot be reached by this rule. */
const RECOVERY_S = 210;
/** Goodput is a mean over so many seconds. */
const SMOOTH_S = 30;

const CALLERS = [
  { name: 'invoices', calls: 'invoice-db', perSecond: 1.5 },
  { name: 'statements', calls: 'statement-db', perSecond: 20 },
] as const;

export const downstream: Scenario = {
  name: 'downstream',
  about: 'what two use cases call is out for ten minutes: one is called 1.5 times a second, the other 20 times',
  plan: () => {
    const callers = CALLERS.map(({ name, calls, perSecond }) => ({
      ...{ name, runMs: 200, cpuShare: 0.2, ...steadily(perSecond) },
      policy: { delayToleranceMs: HOUR_MS, maxAttempts: 20, downstreamIds: [calls] },
    }));
    return planWith('downstream', [...NEIGHBOURS, ...callers], {
      untilMs: 90 * MINUTE_MS,
      downstreams: CALLERS.map(
        ({ calls }): SimulatedDownstream => ({
          entry: { id: calls, name: calls, overloadThreshold: 10, maxPerSecond: null },
          outages: [{ fromMs: OUT_FROM_MS, toMs: OUT_TO_MS }],
          carriesPerSecond: null,
        }),
      ),
    });
  },
  judge: ({ report, record }) => [
    barOnDelays(othersThan(report, ...CALLERS.map(({ name }) => name))),
    ...record.downstreams.flatMap(judgeOne),
  ],
};

/**
 * Attempts by the rule: until the first cut and while it halves every 10 s, 21 s of the rate; then it takes 11 signals to cut
 * again and every 10 s give back 5 % of the rate.
 */
function judgeOne(tally: DownstreamTally): Bar[] {
  const base = meanOf(tally, OUT_FROM_MS - 5 * MINUTE_MS, OUT_FROM_MS);
  const attempts = sumOf(tally.attemptCounts, OUT_FROM_MS, OUT_TO_MS);
  const lostS = (OUT_TO_MS - OUT_FROM_MS) / SECOND_MS;
  const lost = base * lostS;
  const most = Math.ceil(base * 21 + lostS * (1.1 + 0.05 * base));
  const recoveryS = recoverySeconds(tally, base);
  return [
    barOnFigure(
      `${tally.name}: calls in the ten minutes it is out at most ${most} (unprotected ${Math.round(lost)} and every retry)`,
      {
        value: attempts,
        isMet: attempts <= most,
      },
    ),
    barOnFigure(
      `${tally.name}: goodput back at ${BACK * 100} % within ${RECOVERY_S} s, which the rule of 5 % every 10 s allows`,
      {
        value: recoveryS,
        unit: ' s',
        isMet: recoveryS <= RECOVERY_S,
      },
    ),
  ];
}

/** Seconds from the end of the outage until the mean of the last half minute is back. */
function recoverySeconds({ attemptCounts, refusedCounts }: DownstreamTally, base: number): number {
  const from = OUT_TO_MS / SECOND_MS;
  for (let second = from + 1; second < attemptCounts.length; second++) {
    const first = Math.max(from, second - SMOOTH_S);
    let served = 0;
    for (let at = first; at < second; at++) served += (attemptCounts[at] ?? 0) - (refusedCounts[at] ?? 0);
    if (served / (second - first) >= BACK * base && second - first >= SMOOTH_S) return second - from;
  }
  return Number.POSITIVE_INFINITY;
}

function sumOf(counts: Uint32Array, fromMs: number, toMs: number): number {
  return counts.subarray(fromMs / SECOND_MS, toMs / SECOND_MS).reduce((sum, count) => sum + count, 0);
}

function meanOf({ attemptCounts }: DownstreamTally, fromMs: number, toMs: number): number {
  return (sumOf(attemptCounts, fromMs, toMs) * SECOND_MS) / (toMs - fromMs);
}
