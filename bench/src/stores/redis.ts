import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { pickFreePort } from '@leeway/db/embedded/port';
import { pause } from '../measure/clock.ts';

const LIMIT_MS = 10_000;

/** The version of the installed `redis-server`; null where there is none. */
export function findRedisVersion(): string | null {
  try {
    const output = execFileSync('redis-server', ['--version'], { encoding: 'utf8' });
    return /v=(\S+)/.exec(output)?.[1] ?? 'unknown';
  } catch {
    return null;
  }
}

export interface BenchRedis {
  readonly port: number;
  stop(): Promise<void>;
}

/** An empty Redis that writes what it accepts to a file, as its documentation on persistence says. */
export async function startRedis(dir: string, appendfsync: 'always' | 'everysec'): Promise<BenchRedis> {
  const port = await pickFreePort();
  const data = path.join(dir, 'redis');
  await rm(data, { recursive: true, force: true });
  await mkdir(data);
  const durable = { appendonly: 'yes', appendfsync, 'maxmemory-policy': 'noeviction' };
  const settings = { port, bind: '127.0.0.1', unixsocket: socketOf(dir), dir: data, ...durable };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('redis-server', [...args, '--save', ''], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const refused = ended.then(() => Promise.reject(new Error(`redis-server ended at its start: is port ${port} free?`)));
  await Promise.race([untilAnswers(dir), refused]);
  refused.catch(() => undefined);
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Ends the Redis that a killed benchmark left behind in this folder, if there is one. */
export async function stopAbandonedRedis(dir: string): Promise<void> {
  for (const limitAt = Date.now() + LIMIT_MS; Date.now() < limitAt; await pause(50)) {
    if (!(await send(dir, 'SHUTDOWN NOSAVE'))) return;
  }
}

/** In the benchmark's own folder, so that whoever answers there is ours, whoever has the port. */
function socketOf(dir: string): string {
  return path.join(dir, 'redis', 'socket');
}

async function untilAnswers(dir: string): Promise<void> {
  for (const limitAt = Date.now() + LIMIT_MS; Date.now() < limitAt; await pause(20)) {
    if (await send(dir, 'PING')) return;
  }
  throw new Error('redis-server does not answer');
}

/** False where nobody listens. */
function send(dir: string, command: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketOf(dir));
    socket.once('connect', () => socket.end(`${command}\r\n`));
    socket.on('data', () => undefined);
    socket.once('close', (hadError) => resolve(!hadError));
    socket.once('error', () => resolve(false));
  });
}
