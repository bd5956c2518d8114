import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, markOf, type ProcessMark } from '../data-dir.ts';
import { OperatorError } from '../operator-error.ts';
import { type Cluster, serverEnv } from './cluster.ts';
import { explainServerOutput } from './explain.ts';
import { findPostmaster, type Postmaster, pidFileOf } from './postmaster.ts';

/** Recovery after a crash replays up to max_wal_size, which a slow disk may take minutes for. */
const START_LIMIT_MS = 10 * 60_000;
const STOP_LIMIT_MS = 60_000;
const POLL_MS = 25;

export interface ServerOptions {
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Starts the server in a session of its own, so that Ctrl-C reaches Leeway alone, and waits until it takes connections. */
export async function startServer(cluster: Cluster, options: ServerOptions): Promise<Postmaster> {
  await rm(pidFileOf(cluster.dir), { force: true });
  const log = openSync(options.logFile, 'a', 0o600);
  const logStart = statSync(options.logFile).size;
  const child = spawn(cluster.binaries.postgres, serverArguments(cluster.dir, options), {
    ...cluster.account,
    cwd: cluster.dir,
    env: serverEnv(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  closeSync(log);
  if (await becomesReady(child, cluster.dir)) return requirePostmaster(cluster.dir);
  const output = readFileSync(options.logFile).subarray(logStart).toString('utf8');
  throw explainServerOutput(output, { dir: cluster.dir, doing: 'start', port: options.port });
}

/** Ends every connection, writes everything out and waits for the end; kills only what does not answer for a minute. */
export async function stopServer(dir: string): Promise<void> {
  const postmaster = findPostmaster(dir);
  if (postmaster === null) return;
  const server = markOf(postmaster.pid);
  process.kill(postmaster.pid, 'SIGINT');
  if (await goneWithin(server, STOP_LIMIT_MS)) return;
  process.kill(postmaster.pid, 'SIGQUIT');
  if (await goneWithin(server, STOP_LIMIT_MS)) return;
  throw new OperatorError(`The database (process ${postmaster.pid}) does not end: end it by hand, then start again.`);
}

/** Ends it without a checkpoint: its next start recovers, as after a crash. */
export async function crashServer(dir: string): Promise<void> {
  const postmaster = findPostmaster(dir);
  if (postmaster === null) return;
  const server = markOf(postmaster.pid);
  process.kill(postmaster.pid, 'SIGQUIT');
  if (!(await goneWithin(server, STOP_LIMIT_MS)))
    throw new OperatorError(`The database (process ${postmaster.pid}) does not end.`);
}

function serverArguments(dir: string, { port, settings }: ServerOptions): string[] {
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ...settings,
  };
  return ['-D', dir, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

async function becomesReady(child: ChildProcess, dir: string): Promise<boolean> {
  let hasEnded = false;
  child.once('exit', () => {
    hasEnded = true;
  });
  child.once('error', () => {
    hasEnded = true;
  });
  for (const limitAt = Date.now() + START_LIMIT_MS; Date.now() < limitAt; await sleep(POLL_MS)) {
    if (hasEnded) return false;
    if (findPostmaster(dir)?.isReady) return true;
  }
  return false;
}

function requirePostmaster(dir: string): Postmaster {
  const postmaster = findPostmaster(dir);
  if (postmaster !== null) return postmaster;
  throw new OperatorError('The database ended right after its start: look into its log.');
}

async function goneWithin(server: ProcessMark, limitMs: number): Promise<boolean> {
  for (const limitAt = Date.now() + limitMs; Date.now() < limitAt; await sleep(POLL_MS)) {
    if (!isSameProcess(server)) return true;
  }
  return false;
}
