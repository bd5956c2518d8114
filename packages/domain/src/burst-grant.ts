import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { lengthMs } from './number-field.ts';
import { plainText } from './use-case.ts';

const { grantFactor, grantAbsolute } = LIMITS;

/** Kinds of traffic; each implies how a grant for it is made. Daily traffic needs none: it is what the policy is for. */
export const GrantClass = z.enum(['majorEvent', 'incident']);
export type GrantClass = z.infer<typeof GrantClass>;

/** How much instead of the limit: so many times of it, or so much. */
export const GrantAmount = z.union(
  [
    z.strictObject({ factor: z.number().min(grantFactor.min).max(grantFactor.max) }),
    z.strictObject({ absolute: z.int().min(1).max(grantAbsolute) }),
  ],
  `A whole number from 1 to ${grantAbsolute.toLocaleString('en')}, or a factor from ${grantFactor.min} to ${grantFactor.max}`,
);
export type GrantAmount = z.infer<typeof GrantAmount>;

/** Which limits a grant lifts: CPU ms per second, submitted jobs per second (the burst grows alike), jobs at once. */
export const GrantAmounts = z
  .strictObject({
    cpuQuota: GrantAmount.optional(),
    rateLimit: GrantAmount.optional(),
    concurrency: GrantAmount.optional(),
  })
  .refine((amounts) => Object.values(amounts).some((amount) => amount !== undefined), {
    message: 'Say how much of at least one: CPU quota, rate limit or concurrency',
  });
export type GrantAmounts = z.infer<typeof GrantAmounts>;

/** Web address of the incident, or the event's plan; nothing else than http and https is a link. */
export const IncidentUrl = z
  .string()
  .max(LIMITS.incidentUrlLength, `At most ${LIMITS.incidentUrlLength} characters`)
  .refine((text) => text === '' || /^https?:\/\/[^\s]+$/.test(text), 'An address that starts with https://');

/** What a person asks for. Instants are ISO; `startsAt` is now where it is left out. */
export const GrantRequest = z
  .strictObject({
    useCase: z.string().min(1),
    trafficClass: GrantClass,
    amounts: GrantAmounts,
    reason: plainText(LIMITS.reasonLength).min(1, 'Say why'),
    incidentUrl: IncidentUrl.default(''),
    startsAt: z.iso.datetime({ offset: true }).nullable().default(null),
    durationMs: lengthMs(LIMITS.grantMs),
  })
  .refine(({ trafficClass, incidentUrl }) => trafficClass !== 'incident' || incidentUrl !== '', {
    path: ['incidentUrl'],
    message: 'Link the incident that this is for',
  })
  .refine(({ trafficClass, startsAt }) => trafficClass !== 'majorEvent' || startsAt !== null, {
    path: ['startsAt'],
    message: 'A major event is announced ahead: say when it starts',
  });
export type GrantRequest = z.infer<typeof GrantRequest>;

/** `planned` before its start, `active` in force, `ended` by its own end, `stopped` by somebody before. */
export type GrantState = 'planned' | 'active' | 'ended' | 'stopped';

/** What of a row says where a grant stands; instants in ms. */
interface GrantTimes {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly endedAt: number | null;
}

export function decideGrantState({ startsAt, endsAt, endedAt }: GrantTimes, now: number): GrantState {
  if (endedAt !== null && endedAt < endsAt) return 'stopped';
  if (now >= endsAt) return 'ended';
  return now < startsAt ? 'planned' : 'active';
}

export const GrantId = plainText(LIMITS.nameLength).min(1);

/** More time for a grant that has not ended; a change carries the version that it was made against. */
export const GrantExtension = z.strictObject({
  id: GrantId,
  version: z.int(),
  byMs: lengthMs(LIMITS.grantMs),
  reason: plainText(LIMITS.reasonLength).default(''),
});
export type GrantExtension = z.infer<typeof GrantExtension>;

export const GrantEnding = z.strictObject({
  id: GrantId,
  version: z.int(),
  reason: plainText(LIMITS.reasonLength).default(''),
});
export type GrantEnding = z.infer<typeof GrantEnding>;
