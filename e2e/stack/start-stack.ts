import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pickFreePort } from '@leeway/db/embedded/port';
import { stackEnv } from '../env.ts';
import { assertSilent } from './assert-silent.ts';
import type { StackInfo } from './stack-info.ts';

export interface RunningStack extends StackInfo {
  /** Ends everything in order, sees that nothing is left running, and removes its data. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** What `npm start --` would get: `--empty`, `--no-traffic`. */
  readonly args?: readonly string[];
}

const LAUNCHER = path.resolve(import.meta.dirname, '../../scripts/start/main.ts');

/** Starts the whole of Leeway as `npm start` does, on free ports, with a data folder of its own. */
export async function startStack({ args = [] }: StackOptions = {}): Promise<RunningStack> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'leeway-e2e-'));
  // Run by root, the database belongs to another user, who must be able to enter.
  await chmod(dataDir, 0o755);
  const ports = {
    web: await pickFreePort(),
    api: await pickFreePort(),
    engine: await pickFreePort(),
    database: await pickFreePort(),
  };
  const launcher = fork(LAUNCHER, args, {
    env: stackEnv({
      LEEWAY_DATA_DIR: dataDir,
      LEEWAY_PG_PORT: String(ports.database),
      LEEWAY_WEB_PORT: String(ports.web),
      LEEWAY_API_PORT: String(ports.api),
      LEEWAY_ENGINE_PORT: String(ports.engine),
      // So that a journey need not wait for a minute.
      LEEWAY_HELD_SNAPSHOT_SECONDS: '3',
    }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  await untilReady(launcher);
  const workspace = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
  return {
    ...workspace,
    dataDir,
    webUrl: `http://localhost:${ports.web}`,
    apiUrl: `http://127.0.0.1:${ports.api}`,
    engineUrl: `http://127.0.0.1:${ports.engine}`,
    stop: () => stop(launcher, dataDir, ports),
  };
}

async function untilReady(launcher: ChildProcess): Promise<void> {
  let output = '';
  const collect = (text: Buffer) => {
    output += text;
  };
  launcher.stdout?.on('data', collect);
  launcher.stderr?.on('data', collect);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  launcher.once('message', () => resolve());
  launcher.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  await promise;
}

async function stop(launcher: ChildProcess, dataDir: string, ports: Readonly<Record<string, number>>): Promise<void> {
  const ended = once(launcher, 'exit');
  if (launcher.exitCode === null) {
    launcher.kill('SIGTERM');
    await ended;
  }
  await assertSilent(ports);
  await rm(dataDir, { recursive: true, force: true });
}
