import { createLoader, parseAsInteger, parseAsStringLiteral } from 'nuqs/server';
import { RANGE_NAMES } from './decide-range.ts';

/** `?range=1h` moves with now; `?fromAt=…&toAt=…` (ms since 1970) is a fixed stretch that can be sent to others. */
export const rangeParams = {
  range: parseAsStringLiteral(RANGE_NAMES).withDefault('15m'),
  fromAt: parseAsInteger,
  toAt: parseAsInteger,
};

export const loadRange = createLoader(rangeParams);
