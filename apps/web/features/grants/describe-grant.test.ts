import type { GrantView } from '@leeway/domain/capacity-views';
import { describe, expect, it } from 'vitest';
import { describeAmounts, endsSoon, grantBands, liftedLimits } from './describe-grant.ts';

const policy = { cpuQuotaMsPerSecond: 200, rateLimitPerSecond: 50, rateLimitBurst: 100, concurrencyLimit: null };
const grant = (more: Partial<GrantView> = {}): GrantView => ({
  id: 'grant_1',
  useCase: 'receipts',
  team: 'payments',
  trafficClass: 'incident',
  amounts: { cpuQuota: { factor: 3 } },
  reason: 'why',
  incidentUrl: '',
  startsAt: 100_000,
  endsAt: 200_000,
  endedAt: null,
  grantedBy: 'Eve',
  grantedAt: 100_000,
  version: 1,
  state: 'active',
  policy,
  granted: { ...policy, cpuQuotaMsPerSecond: 600 },
  ...more,
});
const window = { fromAt: 0, toAt: 300_000, stepMs: 10_000 };

it('says in short what it gives', () => {
  expect(describeAmounts({ rateLimit: { absolute: 6_000 }, cpuQuota: { factor: 1.5 } })).toBe(
    'CPU quota ×1.5, Rate limit 6,000 jobs/s',
  );
});

it('puts what it gives beside the policy, and says where that is nothing', () => {
  const amounts = { cpuQuota: { factor: 3 }, rateLimit: { absolute: 10 } };
  expect(liftedLimits(grant({ amounts }))).toEqual([
    { kind: 'cpuQuota', label: 'CPU quota', before: '200 CPU ms/s', after: '600 CPU ms/s', isLifted: true },
    {
      kind: 'rateLimit',
      label: 'Rate limit',
      before: '50 jobs/s, 100 at once',
      after: '50 jobs/s, 100 at once',
      isLifted: false,
    },
  ]);
});

it.each([
  ['active', 700_000, false],
  ['active', 599_000, true],
  ['planned', 1_000, false],
] as const)('%s, with %i ms to its end', (state, endsAt, isSoon) =>
  expect(endsSoon({ state, endsAt }, 0)).toBe(isSoon),
);

describe('on a chart', () => {
  it('it is marked for as long as it was in force', () => {
    expect(grantBands([grant()], window)).toEqual([
      { id: 'grant_1', label: 'Burst: CPU quota ×3', startedAt: 100_000, endedAt: 200_000 },
    ]);
    expect(grantBands([grant({ endedAt: 150_000 })], window)).toMatchObject([{ endedAt: 150_000 }]);
  });

  it.each([
    [{ endedAt: 90_000 }, window],
    [{ startsAt: 300_000, endsAt: 400_000 }, window],
    [{}, { ...window, fromAt: 200_000 }],
    [{}, { ...window, toAt: 100_000 }],
  ])('it is not where it was not in force: %j in %j', (more, shown) => {
    expect(grantBands([grant(more)], shown)).toEqual([]);
  });
});
