import { createGrantsByUseCase } from '../registry/grants-by-use-case.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createRateLimiter, type RateLimiter, type RateLimiterOptions } from '../submitter/rate-limiter.ts';
import { createRateShares, type RateShares } from '../submitter/rate-shares.ts';
import type { Store } from './open-store.ts';

export interface RateLimitsOptions {
  readonly store: Store;
  readonly engineId: string;
  readonly log: Log;
  readonly onRefused: NonNullable<RateLimiterOptions['onRefused']>;
  readonly onGranted: NonNullable<RateLimiterOptions['onGranted']>;
}

/** The limits that submissions meet here, and this engine's parts of them. */
export function composeRateLimits({ store, engineId, log, onRefused, onGranted }: RateLimitsOptions): {
  readonly rateLimiter: RateLimiter;
  readonly rateShares: RateShares;
} {
  const rateShares = createRateShares({ pool: store.queuePool, clock: systemClock, log, engineId });
  const rateLimiter = createRateLimiter({
    shares: rateShares,
    grantsOf: createGrantsByUseCase(store.registry),
    now: store.clock.now,
    elapsed: systemClock.elapsed,
    onRefused,
    onGranted,
  });
  return { rateLimiter, rateShares };
}
