import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';

/** Usual lengths of incident mode, in ms. */
export const MODE_DURATIONS = [
  { value: String(15 * MINUTE_MS), label: '15 min' },
  { value: String(HOUR_MS), label: '1 h' },
  { value: String(4 * HOUR_MS), label: '4 h' },
] as const;
