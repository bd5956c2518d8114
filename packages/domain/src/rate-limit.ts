import { z } from 'zod';
import { LIMITS } from './limits.ts';

const { ratePerSecond, rateBurst } = LIMITS;

/** So many submitted jobs per second in the long run, and so many at once after a pause. */
export const RateLimit = z.strictObject({
  perSecond: z
    .int('A whole number of jobs per second')
    .min(ratePerSecond.min, `At least ${ratePerSecond.min}`)
    .max(ratePerSecond.max, `At most ${ratePerSecond.max}`),
  burst: z
    .int('A whole number of jobs')
    .min(rateBurst.min, `At least ${rateBurst.min}`)
    .max(rateBurst.max, `At most ${rateBurst.max}`),
});
export type RateLimit = z.infer<typeof RateLimit>;
