import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrantAmounts } from './burst-grant.ts';
import { decideEffectivePolicy, findGivers, type GrantableLimits, type GrantInTime } from './effective-policy.ts';
import { LIMITS } from './limits.ts';

const POLICY = { cpuQuotaMsPerSecond: 200, rateLimitPerSecond: 50, rateLimitBurst: 100, concurrencyLimit: 4 };
const grant = (id: string, amounts: GrantAmounts, startsAt = 0, endsAt = 100): GrantInTime => ({
  id,
  amounts,
  startsAt,
  endsAt,
});

describe('one grant', () => {
  it.each([
    [{ cpuQuota: { factor: 3 } }, { ...POLICY, cpuQuotaMsPerSecond: 600 }],
    [{ cpuQuota: { absolute: 250 } }, { ...POLICY, cpuQuotaMsPerSecond: 250 }],
    [{ concurrency: { factor: 1.1 } }, { ...POLICY, concurrencyLimit: 5 }],
    [{ rateLimit: { factor: 2.5 } }, { ...POLICY, rateLimitPerSecond: 125, rateLimitBurst: 250 }],
    [{ rateLimit: { absolute: 200 } }, { ...POLICY, rateLimitPerSecond: 200, rateLimitBurst: 400 }],
    [{ cpuQuota: { factor: 1.1 } }, { ...POLICY, cpuQuotaMsPerSecond: 220 }],
  ])('%j lifts its limit alone', (amounts, limits) => {
    expect(decideEffectivePolicy(POLICY, [grant('g', amounts)], 50)).toEqual({ limits, grantIds: ['g'] });
  });

  it.each([
    [-1, 200],
    [0, 400],
    [99, 400],
    [100, 200],
  ])('at %i, with a grant from 0 until 100, the quota is %i', (now, quota) => {
    const { limits } = decideEffectivePolicy(POLICY, [grant('g', { cpuQuota: { factor: 2 } })], now);
    expect(limits.cpuQuotaMsPerSecond).toBe(quota);
  });

  it('has no effect with an amount that is not above the policy', () => {
    for (const absolute of [1, 200])
      expect(decideEffectivePolicy(POLICY, [grant('g', { cpuQuota: { absolute } })], 50)).toEqual({
        limits: POLICY,
        grantIds: [],
      });
  });
});

it('takes of each limit the largest, and names who gave it', () => {
  const grants = [
    grant('a', { cpuQuota: { factor: 2 }, concurrency: { absolute: 9 } }),
    grant('c', { cpuQuota: { absolute: 500 } }),
    grant('b', { cpuQuota: { factor: 2.5 }, rateLimit: { absolute: 10 } }),
    grant('past', { cpuQuota: { factor: 50 } }, -10, 0),
  ];
  expect(decideEffectivePolicy(POLICY, grants, 50)).toEqual({
    limits: { ...POLICY, cpuQuotaMsPerSecond: 500, concurrencyLimit: 9 },
    grantIds: ['a', 'b'],
  });
  expect(findGivers(POLICY, grants, 50)).toEqual({ cpuQuota: 'b', concurrency: 'a' });
  expect(findGivers(POLICY, grants, 100)).toEqual({});
});

const amount = fc.oneof(
  fc.record({ factor: fc.double({ ...LIMITS.grantFactor, noNaN: true }) }),
  fc.record({ absolute: fc.integer({ min: 1, max: LIMITS.grantAbsolute }) }),
);
const grants = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    amounts: fc.record({ cpuQuota: amount, rateLimit: amount, concurrency: amount }, { requiredKeys: [] }),
    startsAt: fc.integer({ min: 0, max: 20 }),
    endsAt: fc.integer({ min: 0, max: 20 }),
  }),
  { selector: ({ id }) => id, maxLength: 8 },
);
const limit = (range: { min: number; max: number }) => fc.option(fc.integer(range));
const policies: fc.Arbitrary<GrantableLimits> = fc
  .record({
    cpuQuotaMsPerSecond: limit(LIMITS.cpuQuotaMsPerSecond),
    rate: fc.option(fc.tuple(fc.integer(LIMITS.ratePerSecond), fc.integer(LIMITS.rateBurst))),
    concurrencyLimit: limit(LIMITS.concurrency),
  })
  .map(({ rate, ...limits }) => ({
    ...limits,
    rateLimitPerSecond: rate?.[0] ?? null,
    rateLimitBurst: rate?.[1] ?? null,
  }));
const now = fc.integer({ min: -1, max: 21 });
const NAMES = ['cpuQuotaMsPerSecond', 'rateLimitPerSecond', 'rateLimitBurst', 'concurrencyLimit'] as const;

describe('whatever grants overlap', () => {
  it('lowers no limit, sets none where there is none, and keeps them whole numbers', () => {
    fc.assert(
      fc.property(policies, grants, now, (policy, some, at) => {
        const { limits } = decideEffectivePolicy(policy, some, at);
        for (const name of NAMES) {
          const [before, after] = [policy[name], limits[name]];
          if (before === null || after === null) expect(after).toBe(before);
          else {
            expect(after).toBeGreaterThanOrEqual(before);
            expect(Number.isSafeInteger(after)).toBe(true);
          }
        }
      }),
    );
  });

  it('gives what the best of them gives alone', () => {
    fc.assert(
      fc.property(policies, grants, now, (policy, some, at) => {
        const together = decideEffectivePolicy(policy, some, at).limits;
        const alone = some.map((one) => decideEffectivePolicy(policy, [one], at).limits);
        for (const name of NAMES)
          expect(together[name]).toBe(
            policy[name] === null ? null : Math.max(policy[name], ...alone.map((limits) => limits[name] ?? 0)),
          );
      }),
    );
  });

  it('does not depend on their order, and needs no other grants than those it names', () => {
    fc.assert(
      fc.property(policies, grants, now, (policy, some, at) => {
        const decided = decideEffectivePolicy(policy, some, at);
        expect(decideEffectivePolicy(policy, some.toReversed(), at)).toEqual(decided);
        const named = some.filter(({ id }) => decided.grantIds.includes(id));
        expect(decideEffectivePolicy(policy, named, at)).toEqual(decided);
        expect(named).toHaveLength(decided.grantIds.length);
      }),
    );
  });

  it('is the policy where none is in force', () => {
    fc.assert(
      fc.property(policies, grants, (policy, some) => {
        expect(decideEffectivePolicy(policy, some, 21)).toEqual({ limits: policy, grantIds: [] });
      }),
    );
  });
});

it('takes amounts as the schema of a grant does', () => {
  expect(GrantAmounts.safeParse({ cpuQuota: { factor: 3, absolute: 2 } }).success).toBe(false);
});
