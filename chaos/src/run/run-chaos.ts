import { setTimeout as sleep } from 'node:timers/promises';
import { checkLedger } from '../check/check-ledger.ts';
import type { Verdict } from '../check/verdict.ts';
import { keepWitness, readLedger } from '../ledger/read-ledger.ts';
import { planFaults } from '../plan/plan-faults.ts';
import { readWitness } from '../witness/witness.ts';
import { injectFaults } from './inject-faults.ts';
import { openTier } from './open-tier.ts';
import { untilDrained } from './until-drained.ts';
import { watchBalance } from './watch-balance.ts';

export const USE_CASES: readonly string[] = Array.from({ length: 8 }, (_, index) => `chaos-${index}`);
const TICK_MS = 100;
/** The last fault comes a little before the last job. */
const FAULTS_SHARE = 0.95;

export interface ChaosOptions {
  readonly jobCount: number;
  readonly killCount: number;
  readonly pauseCount: number;
  readonly longestPauseMs: number;
  readonly engineCount: number;
  readonly clientCount: number;
  readonly slotCount: number;
  /** Submissions and faults are spread over this. */
  readonly durationMs: number;
  readonly seed: number;
  /** Of each of four faults of calls to the store; 0: none. */
  readonly storeFaultRate: number;
  /** A checkout of an earlier version, which every second engine is run from. */
  readonly older?: string | undefined;
  /** Everything is written to it; the database files are removed at the end. */
  readonly folder: string;
  readonly onProgress: (progress: ChaosProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ChaosProgress {
  readonly phase: 'submitting' | 'draining' | 'checking';
  readonly accepted: number;
  readonly faults: number;
  /** Rows that are neither done nor dead; null while nobody asks. */
  readonly left: number | null;
}

export interface ChaosResult extends Verdict {
  readonly tookMs: number;
  /** From the last fault until nothing waited. */
  readonly drainMs: number;
}

/** Runs the tier, breaks it as planned, lets it come to rest, and compares what everybody wrote down. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { folder, signal } = options;
  const beganAt = performance.now();
  const tier = await openTier({ ...options, useCases: USE_CASES });
  const balance = watchBalance(tier.pool, folder);
  try {
    const clients = tier.startClients(options.clientCount);
    let faults = 0;
    const report = (phase: ChaosProgress['phase'], left: number | null = null) =>
      options.onProgress({ phase, accepted: clients.acceptedCount(), faults, left });

    let isInjected = false;
    const injecting = injectFaults({
      ...tier,
      plan: planFaults({ ...options, durationMs: options.durationMs * FAULTS_SHARE }),
      clients,
      isStopped: () => signal?.aborted ?? false,
      onFault: () => {
        faults += 1;
      },
    }).finally(() => {
      isInjected = true;
    });
    const submittingSince = performance.now();
    while (!(isInjected && clients.acceptedCount() >= options.jobCount) && !signal?.aborted) {
      const share = Math.min(1, (performance.now() - submittingSince) / options.durationMs);
      clients.allow(Math.ceil(share * options.jobCount));
      report('submitting');
      await sleep(TICK_MS);
    }
    await injecting;
    await clients.end();
    const drainMs = await untilDrained(tier, (left) => report('draining', left));
    report('checking');
    await balance.stop();
    keepWitness(folder, await readWitness(tier.pool));
    return { ...checkLedger(readLedger(folder)), drainMs, tookMs: performance.now() - beganAt };
  } finally {
    await balance.stop();
    await tier.close();
  }
}
