import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { foldUsage } from './fold-usage.ts';
import { keepHouse } from './keep-house.ts';
import { pruneKeys } from './prune-keys.ts';
import { rollUp } from './roll-up.ts';

const FOLD_MS = 2_000;
const ROLL_UP_MS = 20_000;
/** While there is more, with room for others between. */
const ROLL_UP_NEXT_MS = 200;

/** Folds usage every two seconds, sums it and sharing up when they have come to rest, forgets keys past their time every minute and keeps house every hour. */
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
