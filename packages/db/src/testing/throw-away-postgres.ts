import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkBinariesRun } from '../embedded/access.ts';
import { findEmbeddedBinaries, type PostgresBinaries } from '../embedded/binaries.ts';
import { BUILTIN_LOCALE, type Cluster, ensureCluster, readPassword, SUPERUSER } from '../embedded/cluster.ts';
import { chooseOsAccount } from '../embedded/os-account.ts';
import { pickFreePort } from '../embedded/port.ts';
import { findPostmaster } from '../embedded/postmaster.ts';
import { crashServer, startServer, stopServer } from '../embedded/server.ts';

/** Fast and forgetful: nothing here outlives the run. Only tests may run on these. */
const UNSAFE_SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '4GB',
  jit: 'off',
  timezone: 'UTC',
};
const PREFIX = 'leeway-test-pg-';

export interface ThrowAwayPostgres {
  readonly adminUrl: string;
  readonly port: number;
  /** Its files, which another may be made from while it is down. */
  readonly cluster: Cluster;
  /** Ends it as a crash would: nothing is written out. */
  crash(): Promise<void>;
  /** Starts it again on its files and its port, where it has ended. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ThrowAwayOptions {
  readonly binaries?: PostgresBinaries;
  readonly localeFlags?: readonly string[];
  /** Server settings beside, or instead of, those of every throw-away server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A folder that its account may enter, instead of the system's temporary one. */
  readonly parent?: string;
  /** Makes the files, where they are not to be those of a new server. */
  readonly fill?: (cluster: Cluster) => Promise<void>;
}

/** A Postgres in the system's temporary folder, on a free port, gone without a trace after `stop`. */
export async function startThrowAwayPostgres(options: ThrowAwayOptions = {}): Promise<ThrowAwayPostgres> {
  await sweepAbandoned();
  const binaries = options.binaries ?? (await findEmbeddedBinaries());
  const root = await mkdtemp(path.join(options.parent ?? tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(root, 0o755);
  const cluster: Cluster = {
    binaries,
    account: await chooseOsAccount(),
    dir: path.join(root, 'pg'),
    passwordFile: path.join(root, 'pg-password'),
  };
  checkBinariesRun(binaries, cluster.account);
  await options.fill?.(cluster);
  await ensureCluster(cluster, options.localeFlags ?? BUILTIN_LOCALE);
  const port = await pickFreePort();
  const start = async () => {
    if (findPostmaster(cluster.dir) !== null) return;
    const settings = { ...UNSAFE_SETTINGS, ...options.settings };
    await startServer(cluster, { port, settings, logFile: path.join(root, 'postgres.log') });
  };
  await start();
  const adminUrl = `postgres://${SUPERUSER}:${await readPassword(cluster)}@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    await stopServer(cluster.dir);
    await rm(root, { recursive: true, force: true });
  };
  return { adminUrl, port, cluster, crash: () => crashServer(cluster.dir), start, stop };
}

/** What a killed test run left: its number is in the folder's name. */
async function sweepAbandoned(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (isAlive(pid)) continue;
    const root = path.join(tmpdir(), name);
    await stopServer(path.join(root, 'pg'));
    await rm(root, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
