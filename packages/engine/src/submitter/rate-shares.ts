import type { Pool } from 'pg';
import { shareRate, wantOf } from '../capacity/share-rate.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { beginDemand, isNew, isSilent, type RateDemand, settleDemands } from './rate-demand.ts';
import { exchangeDemand } from './sql/exchange-demand.ts';
import { forgetDemand } from './sql/forget-demand.ts';

const EXCHANGE_MS = 1_000;
/** A limit that was not asked for lately: the first exchange comes soon, so that others make room. */
const FIRST_EXCHANGE_MS = 50;
/** What an engine said holds for so long; one that died is out after it. */
const HEARD_FOR_MS = 3_500;
/** What engines that died have left behind. */
const FORGET_MS = 60_000;

export interface RateShares extends Service {
  /** This engine's part of a limit, above 0 and at most 1. */
  partOf(scope: string): number;
  /** The part that it will have, at least, when the others know that it is asked as much as they are. */
  equalPart(): number;
  asked(scope: string, count: number, limitPerSecond: number): void;
  /** Jobs of a use case that were refused, for its counters. */
  refused(useCaseNo: number, count: number): void;
  /** One exchange; no statement where nothing was asked. */
  exchangeOnce(): Promise<void>;
}

interface Answer {
  readonly engine_count: number;
  readonly scopes: readonly string[];
  readonly asked: readonly number[];
}

export interface RateSharesOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly engineId: string;
}

/**
 * Shares limits out between the engines that take submissions: each says once a second what it was asked for, hears the others,
 * and works out its own part. The parts add up where all have heard the same; what they have not is at most a second old.
 * What was refused is counted beside: an engine that dies takes a second's count with it, and a statement whose answer was lost
 * may count a second's twice.
 */
export function createRateShares({ pool, clock, log, engineId }: RateSharesOptions): RateShares {
  const demands = new Map<string, RateDemand>();
  let refusals = new Map<number, number>();
  let engineCount = 1;
  let isFirst = true;
  let forgotAt = clock.elapsed();
  let cancelFirst: (() => void) | null = null;

  const refused = (useCaseNo: number, count: number): void =>
    void refusals.set(useCaseNo, (refusals.get(useCaseNo) ?? 0) + count);

  const takeUp = ({ engine_count, scopes, asked }: Answer): void => {
    engineCount = engine_count;
    const others = Map.groupBy(scopes.keys(), (index) => scopes[index] ?? '');
    for (const [scope, demand] of demands) {
      const heard = (others.get(scope) ?? []).map((index) => asked[index] ?? 0);
      const among = Math.max(engineCount, heard.length + 1);
      if (isNew(demand, clock.elapsed())) {
        demand.part = 1 / among;
        continue;
      }
      const wants = [demand.askedPerSecond, ...heard].map((one) => wantOf(one, demand.limitPerSecond, among));
      demand.part = (shareRate(demand.limitPerSecond, wants)[0] ?? 0) / demand.limitPerSecond;
    }
  };

  const exchange = async (told: ReadonlyMap<number, number>): Promise<void> => {
    const said = [...demands.values()].map(({ askedPerSecond }) => askedPerSecond);
    const values = [engineId, [...demands.keys()], said, [...told.keys()], [...told.values()], HEARD_FOR_MS];
    const [answer] = (await pool.query<Answer>({ ...exchangeDemand, values })).rows;
    if (answer !== undefined) takeUp(answer);
    isFirst = false;
  };

  const forgetSilent = (silent: readonly string[], now: number): void => {
    for (const scope of silent) {
      const demand = demands.get(scope);
      if (demand !== undefined && isSilent(demand, now)) demands.delete(scope);
    }
  };

  const exchangeOnce = async (): Promise<void> => {
    const now = clock.elapsed();
    const silent = settleDemands(demands, now);
    if (demands.size === 0 && refusals.size === 0 && !isFirst) return;
    const told = refusals;
    refusals = new Map();
    try {
      await exchange(told);
      forgetSilent(silent, now);
    } catch (error) {
      for (const [useCaseNo, count] of told) refused(useCaseNo, count);
      throw error;
    }
  };

  const forget = async (): Promise<void> => {
    if (demands.size === 0 || clock.elapsed() - forgotAt < FORGET_MS) return;
    forgotAt = clock.elapsed();
    await pool.query({ ...forgetDemand, values: [''] });
  };

  const loop = createLoop({
    name: 'rate-shares',
    clock,
    log,
    failureWaitMs: EXCHANGE_MS,
    runOnce: async () => {
      await exchangeOnce();
      await forget();
      return { waitMs: EXCHANGE_MS };
    },
  });

  const begin = (scope: string, limitPerSecond: number): RateDemand => {
    const demand = beginDemand(limitPerSecond, 1 / engineCount, clock.elapsed());
    demands.set(scope, demand);
    cancelFirst ??= clock.after(FIRST_EXCHANGE_MS, () => {
      cancelFirst = null;
      loop.wake();
    });
    return demand;
  };

  return {
    start: loop.start,
    stop: async () => {
      cancelFirst?.();
      await loop.stop();
      await exchangeOnce().catch(() => undefined);
      await pool.query({ ...forgetDemand, values: [engineId] }).catch(() => undefined);
    },
    partOf: (scope) => demands.get(scope)?.part ?? 1 / engineCount,
    equalPart: () => 1 / engineCount,
    asked: (scope, count, limitPerSecond) => {
      const demand = demands.get(scope) ?? begin(scope, limitPerSecond);
      demand.limitPerSecond = limitPerSecond;
      demand.askedCount += count;
      demand.lastAskedAt = clock.elapsed();
    },
    refused,
    exchangeOnce,
  };
}
