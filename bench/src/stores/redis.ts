import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { pause } from '../measure/clock.ts';

const START_LIMIT_MS = 10_000;

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
  stop(): Promise<void>;
}

export interface RedisOptions {
  readonly dir: string;
  readonly port: number;
  readonly appendfsync: 'always' | 'everysec';
}

/** An empty Redis that writes what it accepts to a file, as its documentation on persistence says. */
export async function startRedis({ dir, port, appendfsync }: RedisOptions): Promise<BenchRedis> {
  const data = path.join(dir, 'redis');
  await rm(data, { recursive: true, force: true });
  await mkdir(data);
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: data,
    appendonly: 'yes',
    appendfsync,
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('redis-server', [...args, '--save', ''], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([
    untilListening(port),
    ended.then(() => Promise.reject(new Error('redis-server ended at its start'))),
  ]);
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function untilListening(port: number): Promise<void> {
  for (const limitAt = Date.now() + START_LIMIT_MS; Date.now() < limitAt; await pause(20)) {
    if (await answers(port)) return;
  }
  throw new Error(`nothing listens on port ${port}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
