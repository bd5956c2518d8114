import { LIMITS } from '@leeway/domain/limits';
import { RateLimit } from '@leeway/domain/rate-limit';
import { plainText } from '@leeway/domain/use-case';
import { z } from 'zod';

export const LIVES = ['30', '90', '365'] as const;

/** What is typed: an empty field is no limit. */
const limitText = (part: z.ZodType<number>) =>
  z.string().transform((text, context) => {
    if (text.trim() === '') return null;
    const parsed = part.safeParse(Number(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'Not a number' });
    return z.NEVER;
  });

/** The form of a new key. */
export const KeyMinting = z
  .object({
    name: plainText(LIMITS.nameLength).min(1, 'Say which program will use it'),
    team: z.string().min(1, 'Choose the team that it submits for'),
    days: z.enum(LIVES),
    ratePerSecond: limitText(RateLimit.shape.perSecond),
    rateBurst: limitText(RateLimit.shape.burst),
  })
  .refine(({ ratePerSecond, rateBurst }) => ratePerSecond !== null || rateBurst === null, {
    path: ['ratePerSecond'],
    message: 'A burst is of a rate: say the jobs per second too',
  });

/** A rate without a burst lets a second's worth come at once. */
export function toRateLimit(ratePerSecond: number | null, rateBurst: number | null): RateLimit | null {
  return ratePerSecond === null ? null : { perSecond: ratePerSecond, burst: rateBurst ?? ratePerSecond };
}
