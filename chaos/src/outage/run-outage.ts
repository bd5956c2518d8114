import { setTimeout as sleep } from 'node:timers/promises';
import { openTier } from '../run/open-tier.ts';
import { untilDrained } from '../run/until-drained.ts';
import { findImbalance } from '../witness/find-imbalance.ts';
import { readTotals } from '../witness/sql/read-witness.ts';
import { measureOutage, type OutageFigures } from './judge-outage.ts';
import { startStormClients } from './storm-clients.ts';

const USE_CASE = 'outage-0';
const TICK_MS = 100;

export interface OutageOptions {
  readonly folder: string;
  readonly beforeMs: number;
  readonly awayMs: number;
  /** How long is watched after the store is back. */
  readonly afterMs: number;
  readonly clientCount: number;
  readonly callsPerSecond: number;
  readonly engineCount: number;
  readonly onSecond: (second: number, what: 'before' | 'away' | 'back') => void;
}

export interface OutageResult extends OutageFigures {
  /** Calls that were told that their job is stored, and jobs that were done in the end. */
  readonly storedCount: number;
  readonly doneCount: number;
  /** Empty: in the end every job is in one place and counted there. */
  readonly imbalance: readonly string[];
}

/** The store of a tier under load is killed, stays away and comes back, while programs go on calling. */
export async function runOutage(options: OutageOptions): Promise<OutageResult> {
  const { folder, beforeMs, awayMs, afterMs, clientCount, callsPerSecond, engineCount, onSecond } = options;
  const tier = await openTier({
    folder,
    engineCount,
    slotCount: 2,
    useCases: [USE_CASE],
    seed: 0,
    handler: 'record-run',
    hasWitness: false,
  });
  try {
    const { urls, apiKey, postgres } = tier;
    const clients = startStormClients({ urls, apiKey, useCase: USE_CASE, clientCount, callsPerSecond });
    const beganAt = performance.now();
    const secondsNow = () => (performance.now() - beganAt) / 1_000;
    const watch = async (untilMs: number, what: 'before' | 'away' | 'back') => {
      for (let shown = -1; performance.now() - beganAt < untilMs; await sleep(TICK_MS)) {
        const second = Math.floor(secondsNow());
        if (second !== shown) onSecond(second, what);
        shown = second;
      }
    };
    await watch(beforeMs, 'before');
    const awayFrom = secondsNow();
    await postgres.killPostmaster();
    await watch(awayFrom * 1_000 + awayMs, 'away');
    await postgres.start();
    await postgres.untilUp();
    const backFrom = secondsNow();
    await watch(backFrom * 1_000 + afterMs, 'back');
    await clients.stop();
    await untilDrained(tier, () => undefined);
    const { seconds } = clients;
    return {
      ...measureOutage({ seconds, mostTries: clients.mostTries(), awayFrom, backFrom }),
      storedCount: seconds.reduce((total, { stored }) => total + stored, 0),
      doneCount: Number((await tier.pool.query(readTotals)).rows[0].done),
      imbalance: await findImbalance(tier.pool),
    };
  } finally {
    await tier.close();
  }
}
