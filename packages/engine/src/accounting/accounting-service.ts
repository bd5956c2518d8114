import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { foldUsage } from './fold-usage.ts';
import { keepHouse } from './keep-house.ts';
import { pruneKeys } from './prune-keys.ts';

const FOLD_MS = 2_000;

/** Folds usage every two seconds, forgets keys past their time every minute and keeps house every hour. */
export function createAccountingService(pool: Pool, clock: Clock, log: Log): Service {
  const folding = createLoop({
    name: 'fold-usage',
    clock,
    log,
    runOnce: async () => ({ waitMs: (await foldUsage(pool)) > 5_000 ? 0 : FOLD_MS }),
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
  return {
    start: () => {
      folding.start();
      pruning.start();
      housekeeping.start();
    },
    stop: async () => {
      await Promise.all([folding.stop(), pruning.stop(), housekeeping.stop()]);
      await foldUsage(pool).catch((error: unknown) =>
        log.warn({ err: error }, 'last fold failed; the next start folds'),
      );
    },
  };
}
