import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';

export type Scale = 'linear' | 'log';

export interface ValueAxis {
  readonly scale: Scale;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

const TIME_STEPS_MS = [
  ...[5, 10, 15, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR_MS),
  DAY_MS,
];

/** Round instants of the reader's clock inside the window, at most `most` of them. */
export function timeTicks(
  fromAt: number,
  toAt: number,
  { most, zoneOffsetMs = 0 }: { most: number; zoneOffsetMs?: number },
): number[] {
  const step = TIME_STEPS_MS.find((candidate) => (toAt - fromAt) / candidate <= most) ?? DAY_MS;
  const first = Math.ceil((fromAt + zoneOffsetMs) / step) * step - zoneOffsetMs;
  return Array.from({ length: Math.max(0, Math.floor((toAt - first) / step) + 1) }, (_, index) => first + index * step);
}

const ROUND_DURATIONS_MS = [
  ...[1, 10, 100].map((count) => count),
  ...[1, 10].map((count) => count * SECOND_MS),
  ...[1, 10].map((count) => count * MINUTE_MS),
  ...[1, 10].map((count) => count * HOUR_MS),
  ...[4, 40].map((count) => count * DAY_MS),
];

/** A logarithmic axis from the round duration below the smallest value to the one above the largest, 1 ms at the least. */
function logAxis(smallest: number, largest: number): ValueAxis {
  const low = ROUND_DURATIONS_MS.findLast((duration) => duration <= smallest) ?? 1;
  const high = ROUND_DURATIONS_MS.find((duration) => duration > largest && duration >= low * 10) ?? largest;
  return {
    scale: 'log',
    domain: [low, high],
    ticks: ROUND_DURATIONS_MS.filter((duration) => duration >= low && duration <= high),
  };
}

const DURATION_STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 4, 6, 12].map((count) => count * HOUR_MS),
  ...[1, 2, 5, 10].map((count) => count * DAY_MS),
];

const MOST_TICKS = 5;

function linearAxis(largest: number, steps: readonly number[]): ValueAxis {
  const step = steps.find((candidate) => largest / candidate <= MOST_TICKS) ?? largest;
  const count = Math.max(1, Math.ceil(largest / step));
  return {
    scale: 'linear',
    domain: [0, count * step],
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
  };
}

/** The axis of delays in ms: holds every value and the promised tolerance. */
export function durationAxis(values: readonly number[], scale: Scale): ValueAxis {
  const largest = Math.max(1, ...values);
  if (scale === 'linear') return linearAxis(largest, DURATION_STEPS_MS);
  return logAxis(Math.max(1, Math.min(largest, ...values)), largest);
}

/** The axis of rates: 1, 2 or 5 times a power of ten per tick. */
export function rateAxis(values: readonly number[]): ValueAxis {
  return decimalAxis(Math.max(0, ...values));
}

/** The axis of counts: the same, in whole numbers. */
export function countAxis(values: readonly number[]): ValueAxis {
  const largest = Math.max(0, ...values);
  return largest > 0 && largest < MOST_TICKS ? linearAxis(largest, [1]) : decimalAxis(largest);
}

function decimalAxis(largest: number): ValueAxis {
  if (largest === 0) return { scale: 'linear', domain: [0, 1], ticks: [0, 1] };
  const magnitude = 10 ** Math.floor(Math.log10(largest / MOST_TICKS));
  return linearAxis(
    largest,
    [1, 2, 5, 10].map((count) => count * magnitude),
  );
}

/** The stretch between two points of a drag, in either direction; null where it is too short to be meant. */
export function zoomWindow(first: number, second: number, stepMs: number): { fromAt: number; toAt: number } | null {
  const fromAt = Math.floor(Math.min(first, second) / stepMs) * stepMs;
  const toAt = Math.ceil(Math.max(first, second) / stepMs) * stepMs;
  return toAt - fromAt < Math.max(3 * stepMs, MINUTE_MS) ? null : { fromAt, toAt };
}

interface Stretch {
  readonly fromAt: number;
  readonly toAt: number;
}

/** On which side a band's label stands, so that it runs into the chart and not out of it. */
export function bandLabelSide(
  { startedAt }: { readonly startedAt: number },
  { fromAt, toAt }: Stretch,
): 'insideTopLeft' | 'insideTopRight' {
  return startedAt - fromAt > (toAt - fromAt) / 2 ? 'insideTopRight' : 'insideTopLeft';
}
