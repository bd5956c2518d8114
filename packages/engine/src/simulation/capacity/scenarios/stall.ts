import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import { steadily } from '../generate-arrivals.ts';
import { NEIGHBOURS, planWith } from './neighbours.ts';
import { barOnDelays, barOnShares, othersThan, type Scenario } from './scenario.ts';

const NAME = 'stall';

export const stall: Scenario = {
  name: NAME,
  about:
    'for half an hour the jobs of one use case never return: each holds its slot for the minute of its time limit, and is tried again',
  plan: () => {
    const hangs = { fromMs: 10 * MINUTE_MS, toMs: 40 * MINUTE_MS };
    const stuck = { name: NAME, runMs: 200, cpuShare: 0.5, hangs, ...steadily(2) };
    const policy = { timeoutMs: MINUTE_MS, delayToleranceMs: MINUTE_MS };
    return planWith(NAME, [...NEIGHBOURS, { ...stuck, policy }], { untilMs: HOUR_MS });
  },
  judge: ({ report }) => [barOnDelays(othersThan(report, NAME)), barOnShares(othersThan(report, NAME))],
};
