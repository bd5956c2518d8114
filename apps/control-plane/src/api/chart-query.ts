import { DAY_MS, MINUTE_MS } from '@leeway/domain/units';
import { z } from 'zod';

/** Instants beyond this are no instants (the year 2527). */
const MAX_INSTANT = 2 ** 44 - 1;

export const Instant = z.int('An instant in ms since 1970').min(0, 'Not before 1970').max(MAX_INSTANT, 'Too far ahead');

/** Fields of every question for a chart; `toAt` absent: the range ends now and moves. */
export const chartFields = {
  rangeMs: z.int('A whole number of ms').min(MINUTE_MS, 'At least a minute').max(DAY_MS, 'At most 24 hours'),
  toAt: Instant.optional(),
};
