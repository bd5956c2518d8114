import type { Clock } from '../runtime/clock.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface ProcessOptions {
  readonly name: string;
  readonly time: VirtualTime;
  /** What its clock is ahead of true time, in ms. */
  readonly skewMs: number;
  /** Something in it threw where nothing caught it. */
  readonly onUncaught: (error: unknown) => void;
}

/** A process whose every step is an event: so it can die between any two, and stand still while the world goes on. */
export interface SimulatedProcess {
  readonly name: string;
  readonly clock: Clock;
  isAlive(): boolean;
  isPaused(): boolean;
  /** Something reaches it later: a timer, an answer, a message. Never, if it is dead by then; when it goes on, if it stands still. */
  receive(delayMs: number, label: string | null, run: () => void): () => void;
  crash(): void;
  pause(): void;
  resume(): void;
  jumpClock(byMs: number): void;
}

/** No timer of Node is shorter. */
const MIN_TIMER_MS = 1;

export function createSimulatedProcess({ name, time, skewMs, onUncaught }: ProcessOptions): SimulatedProcess {
  const startedAt = time.now();
  let aheadMs = skewMs;
  let isAlive = true;
  let isPaused = false;
  let inbox: { readonly run: () => void; isCancelled: boolean }[] = [];

  const runNow = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      onUncaught(error);
    }
  };

  const receive: SimulatedProcess['receive'] = (delayMs, label, run) => {
    const message = { run, isCancelled: false };
    const arrive = (): void => {
      if (!isAlive || message.isCancelled) return;
      if (isPaused) inbox.push(message);
      else runNow(run);
    };
    const cancel = time.after(delayMs, label === null ? null : `${name} ${label}`, arrive);
    return () => {
      message.isCancelled = true;
      cancel();
    };
  };

  const clock: Clock = {
    now: () => Math.floor(time.now() + aheadMs),
    elapsed: () => time.now() - startedAt,
    after: (delayMs, callback) => receive(delayMs >= MIN_TIMER_MS ? delayMs : MIN_TIMER_MS, null, callback),
    soon: (callback) => void receive(0, null, callback),
  };

  return {
    name,
    clock,
    isAlive: () => isAlive,
    isPaused: () => isPaused,
    receive,
    crash: () => {
      isAlive = false;
      inbox = [];
    },
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
      for (const { run, isCancelled } of inbox.splice(0)) if (!isCancelled) receive(0, null, run);
    },
    jumpClock: (byMs) => {
      aheadMs += byMs;
    },
  };
}
