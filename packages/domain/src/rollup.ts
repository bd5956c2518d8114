import { DAY_MS, HOUR_MS, MINUTE_MS } from './units.ts';

/** The stretches over which minutes are summed up; each is made of the one before it, the first of minutes. */
export const ROLLUP_WIDTHS = [10 * MINUTE_MS, HOUR_MS, DAY_MS] as const;

/** What is summed up of usage. */
export const USAGE_ROLLUP_COLUMNS = [
  'submitted_count',
  'done_count',
  'dead_count',
  'cancelled_count',
  'cpu_ms',
] as const;

/** What is summed up of sharing, beside the time at each gate. */
export const SHARING_ROLLUP_COLUMNS = [
  'entitled_ms',
  'received_ms',
  'backlogged_ms',
  'suffered_ms',
  'caused_ms',
] as const;
