import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import type { DownstreamTally } from '../downstream-load.ts';
import { steadily } from '../generate-arrivals.ts';
import type { SimulatedDownstream } from '../simulation-plan.ts';
import { NEIGHBOURS, planWith } from './neighbours.ts';
import { type Bar, barOnDelays, barOnFigure, othersThan, type Scenario } from './scenario.ts';

/** Slow start is over by then: 20 a second are 1,200 a minute, 14 windows from 100. */
const OUTAGES = [
  { length: 'ten minutes', fromMs: 40 * MINUTE_MS, toMs: 50 * MINUTE_MS },
  { length: 'minute', fromMs: 80 * MINUTE_MS, toMs: 81 * MINUTE_MS },
] as const;
const BACK = 0.95;
const RECOVERY_S = 120;
/** Calls from the beginning of an outage until goodput is back, to jobs submitted in that time. */
const AMPLIFICATION = 1.1;
/** Goodput is a mean over so many seconds. */
const SMOOTH_S = 30;

const CALLERS = [
  { name: 'invoices', calls: 'invoice-db', perSecond: 1.5 },
  { name: 'statements', calls: 'statement-db', perSecond: 20 },
] as const;

export const downstream: Scenario = {
  name: 'downstream',
  about:
    'what two use cases call is out for ten minutes, and later for one: one is called 1.5 times a second, the other 20 times',
  plan: () => {
    const callers = CALLERS.map(({ name, calls, perSecond }) => ({
      ...{ name, runMs: 200, cpuShare: 0.2, ...steadily(perSecond) },
      policy: { delayToleranceMs: HOUR_MS, maxAttempts: 20, downstreamIds: [calls] },
    }));
    return planWith('downstream', [...NEIGHBOURS, ...callers], {
      untilMs: 100 * MINUTE_MS,
      downstreams: CALLERS.map(
        ({ calls }): SimulatedDownstream => ({
          entry: { id: calls, name: calls, overloadThreshold: 10, maxPerSecond: null },
          outages: OUTAGES,
          carriesPerSecond: null,
        }),
      ),
    });
  },
  judge: ({ report, record }) => [
    barOnDelays(othersThan(report, ...CALLERS.map(({ name }) => name))),
    ...record.downstreams.flatMap((tally) => OUTAGES.flatMap((outage) => judgeOne(tally, outage))),
  ],
};

type Outage = (typeof OUTAGES)[number];

/**
 * Attempts by the rule: until the first cut and while it halves every 10 s, 21 s of the rate; then it takes 11 signals to cut
 * again and every 10 s give back 5 % of the rate.
 */
function judgeOne(tally: DownstreamTally, outage: Outage): Bar[] {
  const { length, fromMs, toMs } = outage;
  const base = meanOf(tally, fromMs - 5 * MINUTE_MS, fromMs);
  const lostS = (toMs - fromMs) / SECOND_MS;
  const most = Math.ceil(base * 21 + lostS * (1.1 + 0.05 * base));
  const calls = sumOf(tally.attemptCounts, fromMs, toMs);
  const recoveryS = recoverySeconds(tally, base, toMs);
  const untilMs = Number.isFinite(recoveryS) ? toMs + recoveryS * SECOND_MS : toMs + 10 * MINUTE_MS;
  const ratio = meanOf(tally, fromMs, untilMs) / base;
  const unprotected = Math.round(base * lostS);
  return [
    barOnFigure(
      `${tally.name}: calls in the ${length} it is out at most ${most} (unprotected ${unprotected} and every retry)`,
      {
        value: calls,
        isMet: calls <= most,
      },
    ),
    barOnFigure(`${tally.name}: after the ${length}, goodput back at ${BACK * 100} % within ${RECOVERY_S} s`, {
      value: recoveryS,
      unit: ' s',
      isMet: recoveryS <= RECOVERY_S,
    }),
    barOnFigure(`${tally.name}: until then at most ${AMPLIFICATION} calls for each that is due`, {
      value: ratio,
      isMet: ratio <= AMPLIFICATION,
    }),
  ];
}

/** Seconds from the end of an outage until the mean of the last half minute is back. */
function recoverySeconds({ attemptCounts, refusedCounts }: DownstreamTally, base: number, toMs: number): number {
  const from = toMs / SECOND_MS;
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
