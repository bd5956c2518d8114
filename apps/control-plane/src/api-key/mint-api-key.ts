import { formatApiKey, hashApiKey, lastFourOf } from '@leeway/domain/api-key';
import { newApiKeyId } from '@leeway/domain/ids';
import { LIMITS } from '@leeway/domain/limits';
import { RateLimit } from '@leeway/domain/rate-limit';
import { DAY_MS } from '@leeway/domain/units';
import { plainText } from '@leeway/domain/use-case';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { invalidField } from '../api/invalid-field.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';

const SECRET_BYTES = 32;
const LONGEST_LIFE_DAYS = 730;

export const ApiKeyMinting = z.strictObject({
  /** Name of the team it submits for; null for all teams. */
  team: z.string().min(1, 'Name the team').nullable(),
  name: plainText(LIMITS.nameLength).min(1, 'Say what the key is for'),
  expiresInDays: z
    .int('A whole number of days')
    .min(1, 'At least one day')
    .max(LONGEST_LIFE_DAYS, `At most ${LONGEST_LIFE_DAYS} days`),
  /** On all that is submitted with it; null: none. */
  rateLimit: RateLimit.nullable().default(null),
});

/** The only moment at which the key can be read; the store keeps its hash. */
export async function mintApiKey(
  call: Call,
  input: z.infer<typeof ApiKeyMinting>,
): Promise<{ id: string; key: string }> {
  const { prisma, random } = call.services;
  const id = newApiKeyId(random);
  const key = formatApiKey(id, random(SECRET_BYTES));
  await prisma.$transaction(async (transaction) => {
    const team = input.team === null ? null : await transaction.team.findUnique({ where: { name: input.team } });
    if (input.team !== null && team === null) throw invalidField('team', `There is no team ${input.team}`);
    const expiresAt = new Date((await storeNow(transaction)).getTime() + input.expiresInDays * DAY_MS);
    const secretHash = Uint8Array.from(hashApiKey(key));
    const teamId = team?.id ?? null;
    await transaction.apiKey.create({
      data: {
        ...{ id, teamId, name: input.name, secretHash, lastFour: lastFourOf(key), expiresAt },
        rateLimitPerSecond: input.rateLimit?.perSecond ?? null,
        rateLimitBurst: input.rateLimit?.burst ?? null,
      },
    });
    await recordAudit(transaction, call.actor, {
      action: 'apiKey.mint',
      object: { type: 'apiKey', id, name: input.name },
      teamId,
      before: null,
      after: {
        name: input.name,
        team: input.team,
        expiresAt: expiresAt.toISOString(),
        ...auditedLimit(input.rateLimit),
      },
    });
  });
  return { id, key };
}

/** A key without a limit has nothing to say of one. */
function auditedLimit(rateLimit: RateLimit | null) {
  if (rateLimit === null) return {};
  return { rateLimitPerSecond: rateLimit.perSecond, rateLimitBurst: rateLimit.burst };
}
