import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { DELTAS_PER_FOLD, foldUsage } from './fold-usage.ts';
import { keepHouse } from './keep-house.ts';
import { pruneKeys } from './prune-keys.ts';
import { rollUp } from './roll-up.ts';

const FOLD_MS = 2_000;
/**
 * Folding may take this share of the time, so that ten thousand active use cases do not keep the store busy with sums. What
 * is not folded is in every figure all the same. While there is more than one fold takes, half of the time.
 */
const FOLD_SHARE = 0.1;
const BUSY_FOLD_SHARE = 0.5;
const MAX_FOLD_GAP_MS = 30_000;
const ROLL_UP_MS = 20_000;
/** While there is more, with room for others between. */
const ROLL_UP_NEXT_MS = 200;

/** Folds usage every two seconds (less often where that takes long), sums it and sharing up when they have come to rest, forgets keys past their time every minute and keeps house every hour. */
export function createAccountingService(pool: Pool, clock: Clock, log: Log): Service {
  const folding = createLoop({
    name: 'fold-usage',
    clock,
    log,
    runOnce: async () => {
      const startedAt = clock.elapsed();
      const isBusy = (await foldUsage(pool)) >= DELTAS_PER_FOLD;
      const tookMs = clock.elapsed() - startedAt;
      const gapMs = tookMs / (isBusy ? BUSY_FOLD_SHARE : FOLD_SHARE) - tookMs;
      return { waitMs: Math.min(MAX_FOLD_GAP_MS, isBusy ? gapMs : Math.max(FOLD_MS, gapMs)) };
    },
  });
  const housekeeping = createLoop({
    name: 'keep-house',
    clock,
    log,
    failureWaitMs: 60_000,
    runOnce: async () => {
      await keepHouse(pool);
      return { waitMs: HOUR_MS };
    },
  });
  const pruning = createLoop({
    name: 'prune-keys',
    clock,
    log,
    failureWaitMs: MINUTE_MS,
    runOnce: async () => ({ waitMs: (await pruneKeys(pool)) ? 0 : MINUTE_MS }),
  });
  const rolling = createLoop({
    name: 'roll-up',
    clock,
    log,
    failureWaitMs: MINUTE_MS,
    runOnce: async () => ({ waitMs: (await rollUp(pool)) ? ROLL_UP_NEXT_MS : ROLL_UP_MS }),
  });
  return {
    start: () => {
      folding.start();
      rolling.start();
      pruning.start();
      housekeeping.start();
    },
    stop: async () => {
      await Promise.all([folding.stop(), rolling.stop(), pruning.stop(), housekeeping.stop()]);
      await foldUsage(pool).catch((error: unknown) =>
        log.warn({ err: error }, 'last fold failed; the next start folds'),
      );
    },
  };
}
