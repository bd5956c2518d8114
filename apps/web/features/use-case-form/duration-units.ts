import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';

export const UNITS = ['ms', 's', 'min', 'h', 'd'] as const;
export type Unit = (typeof UNITS)[number];

const UNIT_MS: Readonly<Record<Unit, number>> = { ms: 1, s: SECOND_MS, min: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

export interface Amount {
  readonly text: string;
  readonly unit: Unit;
}

/** The largest unit in which a duration is a whole number. */
export function splitDuration(ms: number): Amount {
  if (!Number.isFinite(ms)) return { text: '', unit: 's' };
  if (ms === 0) return { text: '0', unit: 's' };
  const unit = UNITS.findLast((candidate) => ms % UNIT_MS[candidate] === 0) ?? 'ms';
  return { text: String(ms / UNIT_MS[unit]), unit };
}

/** Milliseconds, or NaN where the text is not a number; a comma counts as a point. */
export function joinDuration({ text, unit }: Amount): number {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? Number.NaN : Math.round(Number(trimmed) * UNIT_MS[unit] * 1e6) / 1e6;
}
