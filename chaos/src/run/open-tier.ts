import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pickFreePort } from '@leeway/db/embedded/port';
import { createPool } from '@leeway/db/pool';
import type { Pool } from 'pg';
import { type ChaosPostgres, type PostgresOptions, startChaosPostgres } from '../parts/postgres.ts';
import { seedRegistry } from '../parts/seed-registry.ts';
import { installWitness } from '../witness/witness.ts';
import { type ClientCrew, startClientCrew } from './client-crew.ts';
import { type EngineCrew, startEngineCrew } from './engine-crew.ts';
import { openSupervisorLedger, type SupervisorLedger } from './supervisor-ledger.ts';

const HANDLERS = path.resolve(import.meta.dirname, '../handlers');

export interface TierOptions {
  /** Everything is written to it; the database files are removed at the end. */
  readonly folder: string;
  readonly engineCount: number;
  readonly slotCount: number;
  readonly useCases: readonly string[];
  readonly seed: number;
  /** Of each of four faults of calls to the store; 0: none. */
  readonly storeFaultRate?: number;
  /** Clients submit nothing but short jobs that succeed, due at once. */
  readonly isCalm?: boolean;
  /** Where the store's files go, and how it is set; else below the folder, and as the product sets it. */
  readonly store?: PostgresOptions;
  /** False where the witness's work would be measured too. */
  readonly hasWitness?: boolean;
  /** Lets engines run on a store that could lose what it has confirmed. */
  readonly isUnsafeStoreAllowed?: boolean;
  /** A checkout of an earlier version, which every second engine is run from. */
  readonly older?: string | undefined;
  /** The name of the handler module of every use case. */
  readonly handler?: string;
}

/** A tier of its own: a store with its witness, engines that are kept running, and clients when they are asked for. */
export interface Tier {
  readonly postgres: ChaosPostgres;
  readonly pool: Pool;
  readonly apiKey: string;
  readonly urls: readonly string[];
  readonly engines: EngineCrew;
  readonly ledger: SupervisorLedger;
  startClients(count: number): ClientCrew;
  /** Ends the store; engines and clients have ended before. */
  close(): Promise<void>;
}

/** Resolves when every engine is ready. */
export async function openTier(options: TierOptions): Promise<Tier> {
  const { folder, seed, useCases, storeFaultRate = 0 } = options;
  const handlersDir = path.join(folder, 'handlers');
  for (const each of [handlersDir, path.join(folder, 'runs')]) mkdirSync(each, { recursive: true });
  for (const name of readdirSync(HANDLERS)) copyFileSync(path.join(HANDLERS, name), path.join(handlersDir, name));
  const store = options.store ?? { root: path.join(folder, 'store') };
  const postgres = await startChaosPostgres(store);
  const pool = createPool({ connectionString: postgres.connectionString, max: 2, applicationName: 'leeway-chaos' });
  const close = async () => {
    await pool.end();
    await postgres.stop();
    await rm(path.join(store.root, 'pg'), { recursive: true, force: true });
  };
  try {
    if (options.hasWitness ?? true) await installWitness(pool);
    const apiKey = await seedRegistry(pool, useCases, options.handler ?? 'record-run');
    const ledger = openSupervisorLedger(folder);
    const ports = await Promise.all(Array.from({ length: options.engineCount }, pickFreePort));
    const { connectionString } = postgres;
    const { slotCount, isUnsafeStoreAllowed = false } = options;
    const engine = { connectionString, handlersDir, slotCount, storeFaultRate, isUnsafeStoreAllowed, seed };
    const engines = startEngineCrew({ ports, engine, older: options.older, folder, ledger });
    await engines.untilComplete();
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    const startClients = (count: number) =>
      startClientCrew({
        count,
        settings: { urls, apiKey, useCases, seed, isCalm: options.isCalm ?? false },
        folder,
        ledger,
      });
    return { postgres, pool, apiKey, urls, engines, ledger, startClients, close };
  } catch (error) {
    await close();
    throw error;
  }
}
