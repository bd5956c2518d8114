import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pickFreePort } from '@leeway/db/embedded/port';
import { createPool } from '@leeway/db/pool';
import { checkLedger } from '../check/check-ledger.ts';
import type { Verdict } from '../check/verdict.ts';
import { keepWitness, readLedger } from '../ledger/read-ledger.ts';
import { startChaosPostgres } from '../parts/postgres.ts';
import { seedRegistry } from '../parts/seed-registry.ts';
import { planFaults } from '../plan/plan-faults.ts';
import { installWitness, readLeftCount, readWitness } from '../witness/witness.ts';
import { startClientCrew } from './client-crew.ts';
import { startEngineCrew } from './engine-crew.ts';
import { injectFaults } from './inject-faults.ts';
import { openSupervisorLedger } from './supervisor-ledger.ts';

const HANDLER = path.resolve(import.meta.dirname, '../handlers/record-run.ts');
const USE_CASES = Array.from({ length: 8 }, (_, index) => `chaos-${index}`);
const TICK_MS = 100;
const DRAIN_LIMIT_MS = 180_000;

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
  const { folder, seed } = options;
  const beganAt = performance.now();
  const handlersDir = path.join(folder, 'handlers');
  for (const each of [handlersDir, path.join(folder, 'runs')]) mkdirSync(each, { recursive: true });
  copyFileSync(HANDLER, path.join(handlersDir, 'record-run.ts'));
  const postgres = await startChaosPostgres({ root: path.join(folder, 'store') });
  const pool = createPool({ connectionString: postgres.connectionString, max: 2, applicationName: 'leeway-chaos' });
  try {
    await installWitness(pool);
    const apiKey = await seedRegistry(pool, USE_CASES);
    const ledger = openSupervisorLedger(folder);
    const ports = await Promise.all(Array.from({ length: options.engineCount }, pickFreePort));
    const { slotCount, storeFaultRate } = options;
    const engine = { connectionString: postgres.connectionString, handlersDir, slotCount, storeFaultRate, seed };
    const engines = startEngineCrew({ ports, engine, folder, ledger });
    await engines.untilComplete();
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    const settings = { urls, apiKey, useCases: USE_CASES, seed };
    const clients = startClientCrew({ count: options.clientCount, settings, folder, ledger });

    let faults = 0;
    const report = (phase: ChaosProgress['phase'], left: number | null = null) =>
      options.onProgress({ phase, accepted: clients.acceptedCount(), faults, left });
    let isInjected = false;
    const injecting = injectFaults({
      plan: planFaults({ ...options, durationMs: options.durationMs * 0.95 }),
      engines,
      clients,
      postgres,
      ledger,
      isStopped: () => options.signal?.aborted ?? false,
      onFault: () => {
        faults += 1;
      },
    }).finally(() => {
      isInjected = true;
    });
    const submittingSince = performance.now();
    while (!(isInjected && clients.acceptedCount() >= options.jobCount) && !options.signal?.aborted) {
      const share = Math.min(1, (performance.now() - submittingSince) / options.durationMs);
      clients.allow(Math.ceil(share * options.jobCount));
      report('submitting');
      await sleep(TICK_MS);
    }
    await injecting;
    await clients.end();

    const drainingSince = performance.now();
    await engines.untilComplete();
    for (let left = -1; left !== 0 && performance.now() - drainingSince < DRAIN_LIMIT_MS; await sleep(TICK_MS)) {
      left = await readLeftCount(pool).catch(() => -1);
      report('draining', left);
    }
    const drainMs = performance.now() - drainingSince;
    await engines.stop();
    report('checking');
    keepWitness(folder, await readWitness(pool));
    const verdict = checkLedger(readLedger(folder));
    return { ...verdict, drainMs, tookMs: performance.now() - beganAt };
  } finally {
    await pool.end();
    await postgres.stop();
  }
}
