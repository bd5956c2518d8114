import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { BalanceLook } from '../ledger/ledger.ts';
import { openLedgerFile } from '../ledger/ledger-file.ts';
import { findImbalance } from '../witness/find-imbalance.ts';

const LOOK_MS = 1_000;

/** Looks once a second, whatever happens to the tier meanwhile, whether each job is in one place and counted there; the store may be away. */
export function watchBalance(pool: Pool, folder: string): { stop(): Promise<void> } {
  const file = openLedgerFile(path.join(folder, 'balance.jsonl'));
  const over = new AbortController();
  const look = async (): Promise<void> => {
    const wrong = await findImbalance(pool);
    file.write({ at: Date.now(), wrong } satisfies BalanceLook);
  };
  const looking = (async () => {
    while (!over.signal.aborted) {
      await look().catch(() => undefined);
      await sleep(LOOK_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      over.abort();
      await looking;
    },
  };
}
