import { quantile } from '../figures/quantile.ts';
import type { Start } from './read-starts.ts';

/** What is promised while a foreign snapshot is held. */
export const BARS = { rateShare: 0.95, p99Factor: 2, alarmMs: 75_000 } as const;

export interface Window {
  readonly fromAt: number;
  readonly toAt: number;
}

export interface Figures {
  readonly startsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Of the starts in a stretch of time. */
export function measure(starts: readonly Start[], { fromAt, toAt }: Window): Figures {
  const delays = starts.map(({ delayMs }) => delayMs);
  return {
    startsPerSecond: delays.length / ((toAt - fromAt) / 1_000),
    p50Ms: quantile(delays, 0.5),
    p99Ms: quantile(delays, 0.99),
  };
}

/** A stretch of time cut into equal parts of about this length. */
export function split({ fromAt, toAt }: Window, lengthMs: number): Window[] {
  const count = Math.max(1, Math.round((toAt - fromAt) / lengthMs));
  const partMs = (toAt - fromAt) / count;
  return Array.from({ length: count }, (_, index) => ({
    fromAt: fromAt + index * partMs,
    toAt: fromAt + (index + 1) * partMs,
  }));
}

export interface Alarm {
  /** From when the snapshot was taken until the alarm. */
  readonly afterMs: number;
  readonly namesHolder: boolean;
}

export interface Judged {
  readonly before: Figures;
  /** The last minutes with the snapshot held: what is wrong grows with the time. */
  readonly last: Figures;
  readonly alarm: Alarm | null;
}

/** Each promise, and whether it was kept. */
export function judge({ before, last, alarm }: Judged): Record<keyof typeof BARS, boolean> {
  return {
    rateShare: last.startsPerSecond >= BARS.rateShare * before.startsPerSecond,
    p99Factor: last.p99Ms <= BARS.p99Factor * before.p99Ms,
    alarmMs: alarm?.namesHolder === true && alarm.afterMs <= BARS.alarmMs,
  };
}
