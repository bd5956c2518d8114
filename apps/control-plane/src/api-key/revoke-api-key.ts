import { LeewayError } from '@leeway/domain/problem';
import { plainText } from '@leeway/domain/use-case';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';

const LONGEST_ID = 100;

export const ApiKeyRevocation = z.strictObject({ id: plainText(LONGEST_ID) });

/** Ends a key for good; one that is ended already is CONFLICT. */
export async function revokeApiKey(call: Call, { id }: z.infer<typeof ApiKeyRevocation>): Promise<{ id: string }> {
  await call.services.prisma.$transaction(async (transaction) => {
    const apiKey = await transaction.apiKey.findUnique({ where: { id } });
    if (apiKey === null) throw new LeewayError('NOT_FOUND', `There is no API key ${id}`);
    const revokedAt = await storeNow(transaction);
    const { count } = await transaction.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt } });
    if (count === 0) throw new LeewayError('CONFLICT', 'The key was revoked before');
    await recordAudit(transaction, call.actor, {
      action: 'apiKey.revoke',
      object: { type: 'apiKey', id, name: apiKey.name },
      teamId: apiKey.teamId,
      before: { revokedAt: null },
      after: { revokedAt: revokedAt.toISOString() },
    });
  });
  return { id };
}
