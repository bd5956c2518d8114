import type { JobKey } from '@leeway/domain/job-id';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Service } from '../runtime/service.ts';
import { QueueNews } from './queue-news.ts';

/** A wake-up costs every commit a moment under one lock of the store: 20 in a second at most, however much is submitted. */
const MIN_GAP_MS = 50;

export interface WakeSenderOptions {
  /** Payloads that say which queues got jobs. */
  readonly send: (payloads: readonly string[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface WakeSender extends Service {
  /** There are jobs for another engine, these or (none named) any; it hears within `MIN_GAP_MS`, together with all that comes until then. */
  wake(keys?: readonly JobKey[]): void;
}

export function createWakeSender({ send, clock, log }: WakeSenderOptions): WakeSender {
  let lastSentAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  const news = new QueueNews();

  const sendNow = (): void => {
    cancel = null;
    lastSentAt = clock.elapsed();
    send(news.take()).catch((error: unknown) =>
      log.debug({ err: error }, 'no wake-up sent: others find the jobs when they look'),
    );
  };

  return {
    start: () => undefined,
    wake: (keys) => {
      if (keys === undefined) news.addAnywhere();
      else for (const key of keys) news.add(key);
      cancel ??= clock.after(Math.max(0, lastSentAt + MIN_GAP_MS - clock.elapsed()), sendNow);
    },
    stop: async () => {
      cancel?.();
      cancel = null;
    },
  };
}
