import { expect, it } from 'vitest';
import { explainCpuQuota, explainRateLimit } from './explain-capacity.ts';
import { GRANTABLE } from './format-limits.ts';

it.each([
  [null, /^No limit/],
  [200, /^20 % of one core/],
  [1_000, /^One core,/],
  [2_500, /^2.5 cores/],
  [Number.NaN, /1,000 is one core/],
])('a quota of %s CPU ms per second', (quota, text) => expect(explainCpuQuota(quota)).toMatch(text));

it.each([
  [null, null, /^No limit/],
  [50, null, /set both, or neither/],
  [Number.NaN, 5, /set both, or neither/],
  [50, 100, /^100 may come at once, then 50 each second/],
])('a rate of %s with a burst of %s', (rate, burst, text) => expect(explainRateLimit(rate, burst)).toMatch(text));

it('writes limits with their units, and says where there is none', () => {
  const none = { cpuQuotaMsPerSecond: null, rateLimitPerSecond: null, rateLimitBurst: null, concurrencyLimit: null };
  expect(GRANTABLE.map(({ format }) => format(none))).toEqual(['no limit', 'no limit', 'no limit']);
  const some = { cpuQuotaMsPerSecond: 12_000, rateLimitPerSecond: 1, rateLimitBurst: 5, concurrencyLimit: 4 };
  expect(GRANTABLE.map(({ format }) => format(some))).toEqual([
    '12,000 CPU ms/s',
    '1 job/s, 5 at once',
    '4 jobs at once',
  ]);
});
