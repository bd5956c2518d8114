import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import { withSpike } from '../generate-arrivals.ts';
import { NEIGHBOURS, planWith } from './neighbours.ts';
import { barOnDelays, barOnShares, othersThan, type Scenario } from './scenario.ts';

const NAME = 'elephant';

export const elephant: Scenario = {
  name: NAME,
  about: 'one use case submits 100 times as much for half an hour, three times what the whole pool can do',
  plan: () => {
    const traffic = withSpike(2, { times: 100, fromMs: 10 * MINUTE_MS, toMs: 40 * MINUTE_MS });
    const policy = { delayToleranceMs: MINUTE_MS };
    return planWith(NAME, [...NEIGHBOURS, { name: NAME, runMs: 500, cpuShare: 0.5, policy, ...traffic }], {
      untilMs: HOUR_MS,
    });
  },
  judge: ({ report }) => [barOnDelays(othersThan(report, NAME)), barOnShares(report.useCases)],
};
