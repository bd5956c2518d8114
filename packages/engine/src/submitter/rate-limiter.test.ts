import { LeewayError } from '@leeway/domain/problem';
import { describe, expect, it } from 'vitest';
import type { ApiKeyEntry, GrantEntry, UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';
import { RateRefusal } from './rate-refusal.ts';

type Limit = readonly [perSecond: number, burst: number] | null;

const limitOf = (limit: Limit) => ({ rateLimitPerSecond: limit?.[0] ?? null, rateLimitBurst: limit?.[1] ?? null });
const useCaseWith = (limit: Limit): UseCaseEntry =>
  ({ no: 7, name: 'send-receipt', ...NO_LIMITS, ...limitOf(limit) }) as UseCaseEntry;
const keyWith = (limit: Limit): ApiKeyEntry => ({ id: 'key_a', name: 'checkout', ...limitOf(limit) }) as ApiKeyEntry;

function createWorld({ grants = [], part = 1 }: { grants?: readonly GrantEntry[]; part?: number } = {}) {
  const world = {
    now: 0,
    part,
    asked: new Map<string, number>(),
    refused: [] as [string, number][],
    granted: [] as object[],
  };
  const limiter = createRateLimiter({
    shares: {
      partOf: () => world.part,
      equalPart: () => 0.5,
      asked: (scope, count) => void world.asked.set(scope, (world.asked.get(scope) ?? 0) + count),
      refused: () => undefined,
    },
    grantsOf: () => grants,
    now: () => world.now,
    elapsed: () => world.now,
    onRefused: (name, count) => void world.refused.push([name, count]),
    onGranted: (submits) => void world.granted.push(submits),
  });
  return { world, limiter };
}

interface Ask {
  readonly count: number;
  readonly useCase?: Limit;
  readonly key?: Limit;
}

function refusalOf(limiter: RateLimiter, { count, useCase = null, key = null }: Ask): LeewayError | null {
  try {
    limiter.admit({ useCase: useCaseWith(useCase), apiKey: keyWith(key), count });
    return null;
  } catch (error) {
    if (error instanceof LeewayError) return error;
    throw error;
  }
}

describe('rate limiter', () => {
  it('asks nobody about what nothing limits', () => {
    const { world, limiter } = createWorld();
    expect(limiter.admit({ useCase: useCaseWith(null), apiKey: keyWith(null), count: 1_000_000 })).toBeNull();
    expect(world.asked.size).toBe(0);
  });

  it('counts jobs, all or none, and says when to come back and what remains', () => {
    const { world, limiter } = createWorld();
    const limit = [10, 20] as const;
    const admission = limiter.admit({ useCase: useCaseWith(limit), apiKey: keyWith(null), count: 15 });
    expect(admission?.readings).toEqual([
      { name: 'use-case', perSecond: 10, burst: 20, remainingCount: 5, wholeAfterMs: 1_500 },
    ]);
    const refusal = refusalOf(limiter, { count: 6, useCase: limit });
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 100 });
    expect(refusal).toBeInstanceOf(RateRefusal);
    expect((refusal as RateRefusal).readings).toMatchObject([{ remainingCount: 5 }]);
    expect(refusalOf(limiter, { count: 5, useCase: limit })).toBeNull();
    world.now = 600;
    expect(refusalOf(limiter, { count: 6, useCase: limit })).toBeNull();
    expect(world.refused).toEqual([['use-case', 6]]);
    expect(world.asked.get('use-case:7')).toBe(32);
  });

  it('takes from neither limit where the other refuses, and tells the longer wait', () => {
    const { limiter } = createWorld();
    const limits = { useCase: [10, 10], key: [1, 5] } as const;
    expect(refusalOf(limiter, { count: 5, ...limits })).toBeNull();
    expect(refusalOf(limiter, { count: 5, ...limits })).toMatchObject({
      retryAfterMs: 5_000,
      message: /API key checkout/,
    });
    expect(refusalOf(limiter, { count: 5, useCase: limits.useCase })).toBeNull();
  });

  it('refuses for good what is more than ever comes at once', () => {
    const { world, limiter } = createWorld();
    const refusal = refusalOf(limiter, { count: 21, useCase: [10, 20] });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field: 'jobs' }], message: /at most 20/ });
    expect(world.asked.size).toBe(0);
  });

  it('gives back what was not stored', () => {
    const { limiter } = createWorld();
    const request = { useCase: useCaseWith([10, 20]), apiKey: keyWith([10, 20]), count: 20 };
    limiter.admit(request)?.giveBack();
    expect(limiter.admit(request)?.readings).toMatchObject([{ remainingCount: 0 }, { remainingCount: 0 }]);
  });

  it('is lifted while a grant is in force', () => {
    const grant = { id: 'g', useCaseNo: 7, amounts: { rateLimit: { factor: 3 } }, startsAt: 1_000, endsAt: 2_000 };
    const { world, limiter } = createWorld({ grants: [grant] });
    const fits = (now: number, count: number) => {
      world.now = now;
      return refusalOf(limiter, { count, useCase: [10, 20] })?.code ?? 'admitted';
    };
    expect(fits(999, 60)).toBe('INVALID_INPUT');
    expect(fits(1_000, 60)).toBe('admitted');
    expect(fits(1_999, 30)).toBe('RATE_LIMITED');
    expect(fits(2_000, 60)).toBe('INVALID_INPUT');
  });

  it('admits from a part of a limit what the limit allows at once, and earns the excess first', () => {
    const { world, limiter } = createWorld({ part: 0.5 });
    expect(refusalOf(limiter, { count: 20, useCase: [10, 20] })).toBeNull();
    expect(refusalOf(limiter, { count: 1, useCase: [10, 20] })).toMatchObject({ retryAfterMs: 2_200 });
    world.now = 2_200;
    expect(refusalOf(limiter, { count: 1, useCase: [10, 20] })).toBeNull();
  });

  it('does not ask for hours of waiting where its part will soon be larger', () => {
    const { limiter } = createWorld({ part: 0.001 });
    expect(refusalOf(limiter, { count: 1, useCase: [1, 1] })).toBeNull();
    expect(refusalOf(limiter, { count: 1, useCase: [1, 1] })?.retryAfterMs).toBeLessThanOrEqual(4_000);
  });

  describe('under a grant', () => {
    const grant: GrantEntry = {
      ...{ id: 'g', useCaseNo: 7, amounts: { rateLimit: { factor: 10 } }, startsAt: 1_000, endsAt: 11_000 },
    };
    const limit = [10, 20] as const;
    const admit = (limiter: RateLimiter, count: number) =>
      limiter.admit({ useCase: useCaseWith(limit), apiKey: keyWith(null), count });

    it('counts what the policy would have refused, and nothing else', () => {
      const { world, limiter } = createWorld({ grants: [grant] });
      admit(limiter, 15);
      expect(world.granted).toEqual([]);
      world.now = 1_000;
      // Fifteen are left of the policy's burst, and ten more a second.
      for (const count of [10, 10, 5]) admit(limiter, count);
      expect(world.granted).toEqual([{ grantId: 'g', useCaseNo: 7, count: 10 }]);
      for (let second = 2; second <= 10; second++) {
        world.now = second * 1_000;
        for (let tenth = 0; tenth < 10; tenth++) admit(limiter, 3);
      }
      const granted = (world.granted as { count: number }[]).reduce((sum, { count }) => sum + count, 0);
      // Of 270 in nine seconds the policy would have let in 90, as whole requests.
      expect(granted - 10).toBeGreaterThanOrEqual(180);
      expect(granted - 10).toBeLessThanOrEqual(189);
      world.now = 11_000;
      world.granted.length = 0;
      admit(limiter, 1);
      expect(world.granted).toEqual([]);
    });

    it('takes back what was not stored after all', () => {
      const { world, limiter } = createWorld({ grants: [grant] });
      world.now = 1_000;
      admit(limiter, 20)?.giveBack();
      admit(limiter, 20);
      expect(world.granted).toEqual([]);
      admit(limiter, 20)?.giveBack();
      expect(world.granted).toEqual([
        { grantId: 'g', useCaseNo: 7, count: 20 },
        { grantId: 'g', useCaseNo: 7, count: -20 },
      ]);
    });
  });
});
