import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster } from './postmaster.ts';

const LOOK_MS = 1_000;
/** A disk that is full stays so for a while; what waits for the store should not. */
const LONGEST_WAIT_MS = 10_000;

export interface KeepRunningOptions {
  /** Folder of the database files. */
  readonly dir: string;
  readonly start: () => Promise<unknown>;
  /** Told of each end that nobody asked for, and how long it waits before the next start. */
  readonly onEnded: (waitMs: number) => void;
  readonly onBack: () => void;
}

/**
 * Starts the server again whenever it is gone. It recovers from the crash of a session by itself; it is gone where its first process was killed
 * (as the kernel does where memory runs out), or where its log has no room to recover. Returns what ends the watch.
 */
export function keepRunning(options: KeepRunningOptions): () => Promise<void> {
  const over = new AbortController();
  const watching = watch(options, over.signal);
  return async () => {
    over.abort();
    await watching;
  };
}

async function watch(options: KeepRunningOptions, over: AbortSignal): Promise<void> {
  let waitMs = LOOK_MS;
  while (await passes(LOOK_MS, over)) {
    if (findPostmaster(options.dir) !== null) continue;
    options.onEnded(waitMs);
    if (!(await passes(waitMs, over))) return;
    waitMs = (await isStarted(options)) ? LOOK_MS : Math.min(2 * waitMs, LONGEST_WAIT_MS);
  }
}

/** Its own log says why it does not start. */
async function isStarted({ start, onBack }: KeepRunningOptions): Promise<boolean> {
  try {
    await start();
  } catch {
    return false;
  }
  onBack();
  return true;
}

/** False where the watch ends meanwhile. */
async function passes(waitMs: number, over: AbortSignal): Promise<boolean> {
  await sleep(waitMs, undefined, { signal: over }).catch(() => undefined);
  return !over.aborted;
}
