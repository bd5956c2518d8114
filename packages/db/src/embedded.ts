import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { checkBinariesRun, checkFolderOpens } from './embedded/access.ts';
import { findEmbeddedBinaries } from './embedded/binaries.ts';
import { BUILTIN_LOCALE, type Cluster, ensureCluster, readPassword, SUPERUSER } from './embedded/cluster.ts';
import { type KeepRunningOptions, keepRunning } from './embedded/keep-running.ts';
import { chooseOsAccount } from './embedded/os-account.ts';
import { checkPortFree } from './embedded/port.ts';
import { findPostmaster } from './embedded/postmaster.ts';
import { startServer, stopServer } from './embedded/server.ts';

/** For two cores shared with the engine. Everything that makes a commit durable stays at its default: on. */
const SETTINGS = {
  shared_buffers: '256MB',
  max_connections: '100',
  max_wal_size: '4GB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  // Statements here are short and many; compiling them costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const DATABASE = 'leeway';

export interface EmbeddedOptions {
  /** Leeway's data folder, owned by the caller (see `ownDataDir`); the database files go to `pg` in it. */
  readonly dataDir: string;
  readonly port: number;
  /** Where given, the server is started again whenever it ends by itself, and this is told. */
  readonly onRestart?: Pick<KeepRunningOptions, 'onEnded' | 'onBack'>;
}

export interface EmbeddedPostgres {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/**
 * Starts the Postgres that comes with Leeway, on 127.0.0.1 only, making its files at the first start. One that a killed
 * Leeway left running on the same files is stopped in order first. What can go wrong ends in an OperatorError.
 */
export async function startEmbeddedPostgres({ dataDir, port, onRestart }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const logDir = path.join(dataDir, 'logs');
  mkdirSync(logDir, { recursive: true });
  const cluster = await describeCluster(dataDir);
  checkBinariesRun(cluster.binaries, cluster.account);
  await stopServer(cluster.dir);
  await checkPortFree({ what: 'The database', port, variable: 'LEEWAY_PG_PORT' });
  await ensureCluster(cluster, BUILTIN_LOCALE);
  checkFolderOpens(cluster.dir, cluster.account);
  const start = () => startServer(cluster, { port, settings: SETTINGS, logFile: path.join(logDir, 'postgres.log') });
  await start();
  const password = await readPassword(cluster);
  await ensureDatabase(connectionTo('postgres', { port, password }));
  const endWatch = onRestart && keepRunning({ dir: cluster.dir, start, ...onRestart });
  const stop = async () => {
    await endWatch?.();
    await stopServer(cluster.dir);
  };
  return { connectionString: connectionTo(DATABASE, { port, password }), stop };
}

/** Where the embedded Postgres of a data folder can be reached, if it runs. */
export async function findEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const postmaster = findPostmaster(path.join(dataDir, 'pg'));
  if (postmaster === null) return null;
  const password = await readPassword({ passwordFile: path.join(dataDir, 'pg-password') });
  return connectionTo(DATABASE, { port: postmaster.port, password });
}

async function describeCluster(dataDir: string): Promise<Cluster> {
  const [binaries, account] = await Promise.all([findEmbeddedBinaries(), chooseOsAccount()]);
  const root = realpathSync(dataDir);
  return { binaries, account, dir: path.join(root, 'pg'), passwordFile: path.join(root, 'pg-password') };
}

function connectionTo(database: string, { port, password }: { port: number; password: string }): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
