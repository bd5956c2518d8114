import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { wholeNumber } from './number-field.ts';
import { plainText } from './use-case.ts';

/** `orders-db`, `mail.gateway`: lower case, starts with a letter or digit. */
const DownstreamName = z
  .string()
  .min(1, 'Give the downstream a name')
  .max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters`)
  .regex(
    /^[a-z0-9][a-z0-9._-]*$/,
    'Lower-case letters, digits, dots, dashes and underscores; starts with a letter or digit',
  );

/** What the owner of a downstream says of it. */
export const DownstreamPolicy = z.strictObject({
  description: plainText(LIMITS.descriptionLength).default(''),
  /** Overload signals in a minute above which everybody who calls it is slowed. */
  overloadThreshold: wholeNumber({ min: 1, max: LIMITS.overloadThreshold }, 'signals').default(10),
  /** Starts per second that it carries in good health; null: not known, not limited. */
  maxPerSecond: wholeNumber(LIMITS.ratePerSecond, 'starts per second').nullable().default(null),
});
export type DownstreamPolicy = z.infer<typeof DownstreamPolicy>;

export const DownstreamRegistration = DownstreamPolicy.extend({
  name: DownstreamName,
  team: z.string().min(1, 'Choose the team that answers for it'),
});
export type DownstreamRegistration = z.infer<typeof DownstreamRegistration>;

export const DownstreamChange = DownstreamPolicy.extend({
  name: DownstreamName,
  version: z.int(),
  reason: plainText(LIMITS.reasonLength).default(''),
});
export type DownstreamChange = z.infer<typeof DownstreamChange>;
