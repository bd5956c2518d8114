import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessMark } from '@leeway/db/data-dir';
import { markOf } from '@leeway/db/data-dir';
import { checkBinariesRun } from '@leeway/db/embedded/access';
import { findEmbeddedBinaries } from '@leeway/db/embedded/binaries';
import { BUILTIN_LOCALE, type Cluster, ensureCluster, readPassword, SUPERUSER } from '@leeway/db/embedded/cluster';
import { chooseOsAccount } from '@leeway/db/embedded/os-account';
import { pickFreePort } from '@leeway/db/embedded/port';
import { findPostmaster } from '@leeway/db/embedded/postmaster';
import { startServer, stopServer } from '@leeway/db/embedded/server';
import { migrate } from '@leeway/db/migrate';
import { createPool } from '@leeway/db/pool';
import pg from 'pg';
import { childrenOf, commandOf, signal, untilGone } from './processes.ts';

/** As the product's own embedded server: everything that makes a commit durable at its default, which is on. */
const SETTINGS = {
  shared_buffers: '256MB',
  max_connections: '100',
  max_wal_size: '4GB',
  wal_compression: 'on',
  jit: 'off',
  timezone: 'UTC',
} as const;
const DATABASE = 'leeway';
/** Time for backends to notice that their postmaster is dead; then they are ended. */
const NOTICE_MS = 1_000;

export interface ChaosPostgres {
  readonly connectionString: string;
  /** Processes that serve a client. */
  backends(): ProcessMark[];
  postmaster(): ProcessMark | null;
  /** All of it. */
  processes(): ProcessMark[];
  /** Kills the postmaster and sees that nothing of it is left; a new one refuses to start before. */
  killPostmaster(): Promise<void>;
  start(): Promise<void>;
  /** Resolves when a query is answered. */
  untilUp(): Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** The database files go to a folder in it, which others may enter; those that are there already are taken as they are. */
  readonly root: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A server of its own for one run, with the product's schema. */
export async function startChaosPostgres({ root, settings = {} }: PostgresOptions): Promise<ChaosPostgres> {
  await mkdir(root, { recursive: true });
  await chmod(root, 0o755);
  const [binaries, account, port] = await Promise.all([findEmbeddedBinaries(), chooseOsAccount(), pickFreePort()]);
  const cluster: Cluster = {
    binaries,
    account,
    dir: path.join(root, 'pg'),
    passwordFile: path.join(root, 'pg-password'),
  };
  checkBinariesRun(binaries, account);
  const isNew = !existsSync(cluster.dir);
  await ensureCluster(cluster, BUILTIN_LOCALE);
  const start = async () => {
    await startServer(cluster, {
      port,
      settings: { ...SETTINGS, ...settings },
      logFile: path.join(root, 'postgres.log'),
    });
  };
  await start();
  const addressOf = async (database: string) =>
    `postgres://${SUPERUSER}:${await readPassword(cluster)}@127.0.0.1:${port}/${database}`;
  const connectionString = await addressOf(DATABASE);
  if (isNew) await createDatabase(await addressOf('postgres'), connectionString);

  const postmaster = () => {
    const found = findPostmaster(cluster.dir);
    return found === null ? null : markOf(found.pid);
  };
  const backends = () => {
    const parent = postmaster();
    if (parent === null) return [];
    return childrenOf(parent.pid).filter(({ pid }) => commandOf(pid).includes(`${SUPERUSER} ${DATABASE} 127.0.0.1`));
  };
  return {
    connectionString,
    backends,
    postmaster,
    processes: () => {
      const parent = postmaster();
      return parent === null ? [] : [parent, ...childrenOf(parent.pid)];
    },
    start,
    killPostmaster: async () => {
      const parent = postmaster();
      if (parent === null) return;
      const children = childrenOf(parent.pid);
      signal(parent, 'SIGKILL');
      await untilGone(children, NOTICE_MS);
      for (const child of children) signal(child, 'SIGKILL');
      await untilGone([parent, ...children], NOTICE_MS);
    },
    untilUp: () => untilAnswers(connectionString),
    stop: () => stopServer(cluster.dir),
  };
}

async function createDatabase(adminUrl: string, connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`create database ${DATABASE}`);
  await client.end();
  const pool = createPool({ connectionString, max: 1, applicationName: 'leeway-migrate' });
  await migrate(pool);
  await pool.end();
}

async function untilAnswers(connectionString: string): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch {
      await sleep(20);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
