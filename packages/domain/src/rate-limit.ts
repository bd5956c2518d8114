import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { wholeNumber } from './number-field.ts';

/** So many submitted jobs per second in the long run, and so many at once after a pause. */
export const RateLimit = z.strictObject({
  perSecond: wholeNumber(LIMITS.ratePerSecond, 'jobs per second'),
  burst: wholeNumber(LIMITS.rateBurst, 'jobs'),
});
export type RateLimit = z.infer<typeof RateLimit>;
