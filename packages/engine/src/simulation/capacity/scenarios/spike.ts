import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import { withSpike } from '../generate-arrivals.ts';
import { NEIGHBOURS, planWith } from './neighbours.ts';
import { barOnDelays, barOnShares, othersThan, type Scenario } from './scenario.ts';

const NAME = 'spike';

export const spike: Scenario = {
  name: NAME,
  about: 'one use case submits ten times as much for ten minutes, more than the pool has left',
  plan: () => {
    const traffic = withSpike(8, { times: 10, fromMs: 20 * MINUTE_MS, toMs: 30 * MINUTE_MS });
    const policy = { delayToleranceMs: 30_000 };
    return planWith(NAME, [...NEIGHBOURS, { name: NAME, runMs: 500, cpuShare: 0.5, policy, ...traffic }], {
      untilMs: HOUR_MS,
    });
  },
  judge: ({ report }) => [barOnDelays(othersThan(report, NAME)), barOnShares(report.useCases)],
};
