import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leeway/domain/units';

export const RANGES = { '15m': 15 * MINUTE_MS, '1h': HOUR_MS, '6h': 6 * HOUR_MS, '24h': DAY_MS } as const;
export type RangeName = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as RangeName[];
export const RANGE_LABELS: Readonly<Record<RangeName, string>> = {
  '15m': '15 min',
  '1h': '1 h',
  '6h': '6 h',
  '24h': '24 h',
};

export interface RangeInUrl {
  readonly range: RangeName;
  readonly fromAt: number | null;
  readonly toAt: number | null;
}

/** What the control plane is asked for; without `toAt` the range ends now and moves. */
export interface RangeInput {
  readonly rangeMs: number;
  readonly toAt?: number;
}

/** The stretch of time that an address means. Both ends pin it; half a pair, or one too short or too long, is bent to what can be shown. */
export function decideRange({ range, fromAt, toAt }: RangeInUrl): RangeInput {
  if (fromAt === null || toAt === null || toAt <= fromAt || fromAt < 0) return { rangeMs: RANGES[range] };
  return { rangeMs: Math.min(DAY_MS, Math.max(MINUTE_MS, toAt - fromAt)), toAt };
}
