import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Service } from '../runtime/service.ts';

/** A wake-up costs every commit a moment under one lock of the store: 20 in a second at most, however much is submitted. */
const MIN_GAP_MS = 50;

export interface WakeSenderOptions {
  readonly send: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface WakeSender extends Service {
  /** There are jobs for another engine; it hears within `MIN_GAP_MS`, together with all that comes until then. */
  wake(): void;
}

export function createWakeSender({ send, clock, log }: WakeSenderOptions): WakeSender {
  let lastSentAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;

  const sendNow = (): void => {
    cancel = null;
    lastSentAt = clock.elapsed();
    send().catch((error: unknown) => log.debug({ err: error }, 'no wake-up sent: others find the jobs when they look'));
  };

  return {
    start: () => undefined,
    wake: () => {
      cancel ??= clock.after(Math.max(0, lastSentAt + MIN_GAP_MS - clock.elapsed()), sendNow);
    },
    stop: async () => {
      cancel?.();
      cancel = null;
    },
  };
}
