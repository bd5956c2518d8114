import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';
import { TEST_HANDLERS } from './engine-fixture.ts';
import { readStoreFaults, storeFaultsEnv } from './env.ts';

const MAIN = path.resolve(import.meta.dirname, '../main.ts');
const WRONG_CLOCK = path.resolve(import.meta.dirname, 'wrong-clock.ts');
const FAULTY = path.resolve(import.meta.dirname, 'faulty-engine.ts');

export interface EngineProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop in order. */
  stop(): Promise<void>;
}

export interface EngineProcessOptions {
  readonly connectionString: string;
  readonly port: number;
  readonly slotCount?: number;
  /** Where everything that it says goes, at its most talkative. */
  readonly logFile?: string;
  /** A file that says by how many ms its clock is wrong, whenever it changes. */
  readonly clockFile?: string;
}

/** An engine in a process of its own; resolves when it is ready, rejects when it ends before. */
export async function startEngineProcess({
  connectionString,
  port,
  slotCount = 2,
  logFile,
  clockFile,
}: EngineProcessOptions): Promise<EngineProcess> {
  const log = logFile === undefined ? null : openSync(logFile, 'a');
  const clock = clockFile === undefined ? [] : ['--import', WRONG_CLOCK];
  const child = spawn(process.execPath, [...clock, readStoreFaults() === null ? MAIN : FAULTY], {
    stdio: ['ignore', log ?? 'ignore', log ?? 'inherit', 'ipc'],
    env: {
      DATABASE_URL: connectionString,
      LEEWAY_ENGINE_PORT: String(port),
      LEEWAY_HANDLERS_DIR: TEST_HANDLERS,
      LEEWAY_SLOT_COUNT: String(slotCount),
      LEEWAY_LOG_LEVEL: log === null ? 'error' : 'trace',
      LEEWAY_ALLOW_UNSAFE_STORE: '1',
      ...(clockFile === undefined ? {} : { LEEWAY_TEST_CLOCK: clockFile }),
      ...storeFaultsEnv(),
    },
  });
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error('the engine ended at its start'))),
  ]);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return { url: `http://127.0.0.1:${port}`, child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
