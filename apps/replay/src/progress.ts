import { formatClock, formatCount, formatTimeOfDay } from '@leeway/domain/format-figures';
import { SingleBar } from 'cli-progress';

export interface ProgressState {
  readonly phase: 'sending' | 'draining';
  /** Accepted jobs while sending; ended ones while draining. */
  readonly sent: number;
  readonly total: number;
  /** Jobs accepted (sending) or ended (draining) per second, lately. */
  readonly ratePerSecond: number;
  /** The recorded instant that is reached, ms since midnight. */
  readonly dayMs: number;
  /** Until everything is sent, or until waiting ends; null where nobody knows. */
  readonly leftMs: number | null;
  /** Accepted and not over; null before the first reading. */
  readonly waiting: number | null;
  readonly note: string | null;
}

export interface Progress {
  show(state: ProgressState): void;
  /** A line that stays. */
  say(text: string): void;
  stop(): void;
}

const PLAIN_LINE_MS = 5_000;

function describeState(state: ProgressState): string {
  const waiting = state.waiting === null ? 'unknown' : formatCount(state.waiting);
  const parts = [
    `${formatCount(state.sent)} of ${formatCount(state.total)} jobs ${state.phase === 'sending' ? 'sent' : 'ended'}`,
    `${formatCount(state.ratePerSecond)}/s`,
    ...(state.phase === 'sending' ? [formatTimeOfDay(state.dayMs)] : []),
    ...(state.leftMs === null ? [] : [`${formatClock(state.leftMs)} left`]),
    `${waiting} waiting`,
    ...(state.note === null ? [] : [state.note]),
  ];
  return parts.join(' · ');
}

/** A bar on a terminal; elsewhere a plain line now and then. */
export function createProgress(output: NodeJS.WriteStream, now: () => number): Progress {
  return output.isTTY ? createBar(output) : createLines(output, now);
}

function createBar(stream: NodeJS.WriteStream): Progress {
  const format = '{bar} {percentage} % {text}';
  const bar = new SingleBar({ format, stream, barsize: 20, fps: 5, hideCursor: true, linewrap: false });
  let isShown = false;
  const stop = () => {
    if (isShown) bar.stop();
    isShown = false;
  };
  return {
    show(state) {
      const payload = { text: describeState(state) };
      if (!isShown) bar.start(state.total, state.sent, payload);
      isShown = true;
      bar.setTotal(state.total);
      bar.update(state.sent, payload);
    },
    say(text) {
      stop();
      stream.write(`${text}\n`);
    },
    stop,
  };
}

function createLines(output: NodeJS.WritableStream, now: () => number): Progress {
  let shownAt = now();
  let phase: ProgressState['phase'] = 'sending';
  return {
    show(state) {
      if (state.phase === phase && now() - shownAt < PLAIN_LINE_MS) return;
      phase = state.phase;
      shownAt = now();
      output.write(`${describeState(state)}\n`);
    },
    say: (text) => output.write(`${text}\n`),
    stop: () => {},
  };
}
