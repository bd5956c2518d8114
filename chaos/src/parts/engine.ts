import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';
import { markOf, type ProcessMark } from '@leeway/db/data-dir';
import { childrenOf, signal } from './processes.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MAIN = 'packages/engine/src/main.ts';
/** The same, but its calls to the store fail now and then. */
const FAULTY = 'packages/engine/src/testing/faulty-engine.ts';
const START_LIMIT_MS = 120_000;

export interface EngineOptions {
  readonly connectionString: string;
  readonly port: number;
  readonly handlersDir: string;
  readonly slotCount: number;
  readonly logFile: string;
  readonly isUnsafeStoreAllowed?: boolean;
  /** How often each of four faults strikes a call to the store; 0: never. */
  readonly storeFaultRate?: number;
  readonly seed?: number;
  /** A checkout of Leeway whose engine it is; else this one's. */
  readonly checkout?: string;
}

export interface EnginePart {
  readonly url: string;
  readonly mark: ProcessMark;
  /** What the engine calls itself. */
  readonly engineId: string;
  /** Its worker processes. */
  workers(): ProcessMark[];
  readonly child: ChildProcess;
  /** Ends in order; rejects where it does not within `limitMs`. */
  stop(limitMs: number): Promise<void>;
}

interface ReadyMessage {
  readonly type: string;
  readonly engineId: string;
}

/** An engine in a process of its own; rejects where it ends before it is ready. */
export async function startEnginePart(options: EngineOptions): Promise<EnginePart> {
  const log = openSync(options.logFile, 'a');
  const main = path.resolve(options.checkout ?? ROOT, options.storeFaultRate ? FAULTY : MAIN);
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      DATABASE_URL: options.connectionString,
      LEEWAY_ENGINE_PORT: String(options.port),
      LEEWAY_HANDLERS_DIR: options.handlersDir,
      LEEWAY_SLOT_COUNT: String(options.slotCount),
      LEEWAY_LOG_LEVEL: 'info',
      ...(options.storeFaultRate ? { LEEWAY_TEST_STORE_FAULTS: `${options.storeFaultRate}:${options.seed ?? 0}` } : {}),
      ...(options.isUnsafeStoreAllowed ? { LEEWAY_ALLOW_UNSAFE_STORE: '1' } : {}),
    },
  });
  const ended = once(child, 'exit');
  const ready = once(child, 'message', { signal: AbortSignal.timeout(START_LIMIT_MS) });
  const first = await Promise.race([
    ready.then(([message]) => message as ReadyMessage),
    ended.then(() => Promise.reject(new Error(`the engine ended at its start, see ${options.logFile}`))),
  ]);
  const mark = markOf(child.pid ?? 0);
  return {
    url: `http://127.0.0.1:${options.port}`,
    mark,
    engineId: first.engineId,
    workers: () => childrenOf(mark.pid),
    child,
    stop: async (limitMs) => {
      signal(mark, 'SIGTERM');
      const limit = AbortSignal.timeout(limitMs);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit', { signal: limit });
    },
  };
}
