import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createPool } from '@leeway/db/pool';
import { idAt } from '../check/checking.ts';
import { readSubmissions } from '../ledger/read-submissions.ts';
import { startChaosPostgres } from '../parts/postgres.ts';
import { signal, untilGone } from '../parts/processes.ts';
import { openTier, type Tier } from '../run/open-tier.ts';
import { USE_CASES } from '../run/run-chaos.ts';
import { type Disk, makeDisk, mountDisk } from './disk.ts';
import { readPresent } from './sql/read-present.ts';

const run = promisify(execFile);

const DISK_MB = 900;
/** What fits on the disk. */
const SIZES = { max_wal_size: '256MB', shared_buffers: '64MB' } as const;
const CLIENTS = 3;
const NO_END = 10_000_000;
const SHORTEST_MS = 1_500;
const LONGEST_MS = 6_000;
const GONE_MS = 10_000;

/** How the store is set: as it must be, or so that it has to lose what it confirmed, or else the experiment is blind. */
export const MODES = {
  safe: {},
  'synchronous_commit=off': { synchronous_commit: 'off' },
  'fsync=off': { fsync: 'off' },
} as const;
export type Mode = keyof typeof MODES;

export interface CutOptions {
  readonly mode: Mode;
  /** When within a few seconds: uniform in [0, 1). */
  readonly share: number;
  readonly seed: number;
  readonly folder: string;
}

export interface Cut {
  readonly mode: Mode;
  readonly acknowledged: number;
  /** Acknowledged, and not there after the power is back. */
  readonly lost: number;
  /** False where the store did not start again: then all is lost. */
  readonly cameBack: boolean;
  readonly atMs: number;
}

/** Runs a tier on a disk of its own, cuts the power under load, and counts what the disk still has. */
export async function cutOnce(options: CutOptions): Promise<Cut> {
  const { mode, share, folder } = options;
  const settings = { ...SIZES, ...MODES[mode] };
  const atMs = Math.round(SHORTEST_MS + share * (LONGEST_MS - SHORTEST_MS));
  const disk = await makeDisk(folder, 'before', DISK_MB);
  try {
    await runUntilCut(options, disk, atMs);
  } finally {
    await disk.discard();
  }
  const { submissions } = readSubmissions(folder);
  const acknowledged = submissions.flatMap(({ id }) => (id === null ? [] : [id]));
  const present = await readAfter(folder, settings);
  const lost = acknowledged.filter((id) => !present?.has(id)).length;
  return { mode, acknowledged: acknowledged.length, lost, cameBack: present !== null, atMs };
}

/** Leaves the disk as it was when the power went as `after`, and nothing running. */
async function runUntilCut({ mode, seed, folder }: CutOptions, disk: Disk, atMs: number): Promise<void> {
  const tier = await openTier({
    folder,
    engineCount: 1,
    slotCount: 1,
    useCases: USE_CASES,
    seed,
    store: { root: disk.dir, settings: { ...SIZES, ...MODES[mode] } },
    isUnsafeStoreAllowed: mode !== 'safe',
  });
  // What was there before the load is not what is at stake.
  await run('sync', ['-f', disk.dir]);
  const clients = tier.startClients(CLIENTS);
  clients.allow(NO_END);
  while (clients.acceptedCount() === 0) await sleep(5);
  await sleep(atMs);

  const processes = tier.postgres.processes();
  for (const each of processes) signal(each, 'SIGSTOP');
  try {
    await disk.copyTo('after');
  } finally {
    for (const each of processes) signal(each, 'SIGKILL');
    await Promise.all([clients.abandon(), tier.engines.abandon(), endPool(tier)]);
    await untilGone(processes, GONE_MS);
  }
}

async function endPool({ pool }: Tier): Promise<void> {
  await pool.end().catch(() => undefined);
}

/** The jobs on the disk as it was when the power went; null where the store does not start on it. */
async function readAfter(folder: string, settings: Readonly<Record<string, string>>): Promise<Set<string> | null> {
  const disk = await mountDisk(folder, 'after');
  try {
    return await readPresentIds(disk.dir, settings);
  } finally {
    await disk.discard();
  }
}

async function readPresentIds(root: string, settings: Readonly<Record<string, string>>): Promise<Set<string> | null> {
  const postgres = await startChaosPostgres({ root, settings }).catch(() => null);
  if (postgres === null) return null;
  const pool = createPool({ connectionString: postgres.connectionString, max: 1, applicationName: 'leeway-chaos' });
  try {
    const { rows } = await pool.query<{ id: string; job_count: number }>(readPresent);
    return new Set(
      rows.flatMap(({ id, job_count }) => Array.from({ length: job_count }, (_, place) => idAt(id, place))),
    );
  } catch {
    return null;
  } finally {
    await pool.end();
    await postgres.stop();
  }
}
