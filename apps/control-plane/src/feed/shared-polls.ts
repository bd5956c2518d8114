import { setTimeout as sleep } from 'node:timers/promises';
import { LeewayError } from '@leeway/domain/problem';

export interface Watch<T> {
  /** Names the input: watchers of the same key share one poll. */
  readonly key: string;
  readonly read: () => Promise<T>;
  readonly signal: AbortSignal | undefined;
}

export interface SharedPolls {
  /** The latest value at once, then every new one, until the signal aborts. A failing read yields nothing and is tried again. */
  watch<T>(watch: Watch<T>): AsyncGenerator<T, void, void>;
  /** How many distinct inputs are polled now. */
  inputCount(): number;
  stop(): void;
}

export interface SharedPollsConfig {
  /** Pause between two reads of an input; stretched to `PAUSE_PER_READ` times what the read took, so that slow reads do not pile up. */
  readonly intervalMs: number;
  /** Distinct inputs at a time; one more is refused with OVERLOADED. */
  readonly maxInputCount: number;
  /** Told once when an input begins to fail, not at every try. */
  readonly onError: (error: unknown, key: string) => void;
}

const PAUSE_PER_READ = 4;

interface Poll {
  value: unknown;
  version: number;
  watcherCount: number;
  isFailing: boolean;
  readonly ended: AbortController;
  next: PromiseWithResolvers<void>;
}

export function createSharedPolls(config: SharedPollsConfig): SharedPolls {
  const polls = new Map<string, Poll>();

  function acquire(key: string, read: () => Promise<unknown>): Poll {
    const known = polls.get(key);
    if (known === undefined && polls.size >= config.maxInputCount) {
      throw new LeewayError(
        'OVERLOADED',
        'Too many different reports are being watched; close some or try again later',
      );
    }
    const poll = known ?? newPoll();
    poll.watcherCount += 1;
    if (known === undefined) {
      polls.set(key, poll);
      void keepReading(config, poll, { key, read });
    }
    return poll;
  }

  function release(key: string, poll: Poll): void {
    poll.watcherCount -= 1;
    if (poll.watcherCount > 0) return;
    poll.ended.abort();
    if (polls.get(key) === poll) polls.delete(key);
  }

  async function* watch<T>({ key, read, signal }: Watch<T>): AsyncGenerator<T, void, void> {
    const poll = acquire(key, read);
    const over = AbortSignal.any(signal === undefined ? [poll.ended.signal] : [poll.ended.signal, signal]);
    try {
      for (let seen = 0; !over.aborted; ) {
        if (poll.version === seen) await orAborted(poll.next.promise, over);
        if (over.aborted || poll.version === seen) continue;
        seen = poll.version;
        yield poll.value as T;
      }
    } finally {
      release(key, poll);
    }
  }

  return {
    watch,
    inputCount: () => polls.size,
    stop: () => {
      for (const poll of polls.values()) poll.ended.abort();
    },
  };
}

function newPoll(): Poll {
  return {
    value: undefined,
    version: 0,
    watcherCount: 0,
    isFailing: false,
    ended: new AbortController(),
    next: Promise.withResolvers<void>(),
  };
}

interface Source {
  readonly key: string;
  readonly read: () => Promise<unknown>;
}

async function keepReading(config: SharedPollsConfig, poll: Poll, source: Source): Promise<void> {
  while (!poll.ended.signal.aborted) {
    const startedAt = performance.now();
    await readOnce(config, poll, source);
    const pauseMs = Math.max(config.intervalMs, (performance.now() - startedAt) * PAUSE_PER_READ);
    await sleep(pauseMs, undefined, { signal: poll.ended.signal }).catch(() => undefined);
  }
}

async function readOnce(config: SharedPollsConfig, poll: Poll, { key, read }: Source): Promise<void> {
  try {
    poll.value = await read();
  } catch (error) {
    if (!poll.isFailing) config.onError(error, key);
    poll.isFailing = true;
    return;
  }
  poll.isFailing = false;
  poll.version += 1;
  poll.next.resolve();
  poll.next = Promise.withResolvers<void>();
}

function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      signal.removeEventListener('abort', finish);
      resolve();
    };
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', finish);
    void promise.then(finish);
  });
}
