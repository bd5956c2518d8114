import { DAY_MS, MINUTE_MS } from '@leeway/domain/units';

export interface FixedRange {
  readonly fromAt: number;
  readonly toAt: number;
}

export type RangeMove = 'earlier' | 'later' | 'closer' | 'wider';

/** A fixed range moved by half its width or zoomed by two about its middle: what a drag does, for those who do not drag. */
export function moveRange({ fromAt, toAt }: FixedRange, move: RangeMove): FixedRange {
  const width = toAt - fromAt;
  const half = Math.round(width / 2);
  if (move === 'earlier') return { fromAt: Math.max(0, fromAt - half), toAt: toAt - half };
  if (move === 'later') return { fromAt: fromAt + half, toAt: toAt + half };
  const middle = fromAt + width / 2;
  const next = Math.min(DAY_MS, Math.max(MINUTE_MS, move === 'closer' ? width / 2 : width * 2));
  return { fromAt: Math.round(middle - next / 2), toAt: Math.round(middle + next / 2) };
}
