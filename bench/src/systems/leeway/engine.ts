import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { profileFlags } from '../../profile-flags.ts';
import type { Place } from '../../words.ts';
import { HANDLERS_DIR } from '../handlers-dir.ts';

const MAIN = path.resolve(import.meta.dirname, '../../../../packages/engine/src/main.ts');

export interface EngineProcess {
  readonly url: string;
  readonly pid: number;
  /** Attempts that ended as done, as the engine's own counter says after their commit. */
  doneCount(): Promise<number>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** The engine as it is started everywhere: a process of its own with its worker processes, on a store that must be durable. */
export async function startEngine(place: Place, slotCount: number): Promise<EngineProcess> {
  const child = spawn(process.execPath, [...profileFlags(place.profileDir, 'engine'), MAIN], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      DATABASE_URL: place.databaseUrl,
      LEEWAY_ENGINE_PORT: String(place.port),
      LEEWAY_HANDLERS_DIR: HANDLERS_DIR,
      LEEWAY_SLOT_COUNT: String(slotCount),
      LEEWAY_LOG_LEVEL: 'error',
    },
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child, 'message'), ended.then(refuseStart)]);
  const url = `http://127.0.0.1:${place.port}`;
  return {
    url,
    pid: child.pid ?? 0,
    doneCount: () => readDoneCount(url),
    stop: () => end(child, ended, 'SIGTERM'),
    kill: () => end(child, ended, 'SIGKILL'),
  };
}

function refuseStart(): never {
  throw new Error('the engine ended at its start');
}

async function end(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await ended;
}

const DONE = /^leeway_settled_attempts_total\{outcome="done"\} (\d+)/m;
const OTHERS = /^leeway_settled_attempts_total\{outcome="(?:retried|dead)"\} ([1-9]\d*)/m;

async function readDoneCount(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  if (OTHERS.test(text)) throw new Error('some jobs failed');
  return Number(DONE.exec(text)?.[1] ?? 0);
}
