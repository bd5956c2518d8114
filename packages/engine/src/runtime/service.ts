import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

export interface Service {
  start(): void;
  stop(): Promise<void>;
}

/** What one tick says about the next: run again after `waitMs` (0: at once). */
export interface Tick {
  readonly waitMs: number;
}

export interface LoopOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  /** One tick; the loop itself holds no logic. */
  readonly runOnce: () => Promise<Tick>;
  /** Wait after a tick that threw. */
  readonly failureWaitMs?: number;
}

export interface Loop extends Service {
  /** Ends the present wait, or makes the running tick be followed by another at once. */
  wake(): void;
}

/** A background duty: ticks one after another, never two at once, and outlives any tick that throws. */
export function createLoop(options: LoopOptions): Loop {
  let running = false;
  let woken = false;
  let endWait: (() => void) | null = null;
  let finished: Promise<void> = Promise.resolve();

  const wait = (waitMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = options.clock.after(waitMs, resolve);
      endWait = () => {
        cancel();
        resolve();
      };
    });

  const tick = async (): Promise<Tick> => {
    try {
      return await options.runOnce();
    } catch (error) {
      options.log.warn({ err: error, loop: options.name }, 'tick failed');
      return { waitMs: options.failureWaitMs ?? 500 };
    }
  };

  const run = async (): Promise<void> => {
    while (running) {
      woken = false;
      const { waitMs } = await tick();
      if (running && !woken) await wait(waitMs);
      endWait = null;
    }
  };

  return {
    start: () => {
      running = true;
      finished = run();
    },
    wake: () => {
      woken = true;
      endWait?.();
    },
    stop: async () => {
      running = false;
      endWait?.();
      await finished;
    },
  };
}
