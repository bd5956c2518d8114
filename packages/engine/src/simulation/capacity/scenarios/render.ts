import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import { withSpike } from '../generate-arrivals.ts';
import { NEIGHBOURS, planWith } from './neighbours.ts';
import { barOnDelays, barOnShares, othersThan, type Scenario } from './scenario.ts';

const NAME = 'render';
/** What others may need within their seconds of tolerance is kept back from jobs that hold a slot for longer than that. */
const LEAST_SHARE = 0.8;

export const render: Scenario = {
  name: NAME,
  about: 'one use case has jobs of twenty seconds, and for half an hour three times as many as the pool can do',
  plan: () => {
    const policy = { delayToleranceMs: 24 * HOUR_MS, criticality: 'low' } as const;
    const traffic = withSpike(0.2, { times: 15, fromMs: 10 * MINUTE_MS, toMs: 40 * MINUTE_MS });
    return planWith(NAME, [...NEIGHBOURS, { name: NAME, runMs: 20_000, cpuShare: 0.5, policy, ...traffic }], {
      untilMs: HOUR_MS,
    });
  },
  judge: ({ report }) => [
    barOnDelays(othersThan(report, NAME)),
    barOnShares(othersThan(report, NAME)),
    barOnShares(report.useCases, LEAST_SHARE),
  ],
};
