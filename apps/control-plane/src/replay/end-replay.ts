import { LeewayError } from '@leeway/domain/problem';
import { plainText } from '@leeway/domain/use-case';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';

const LONGEST_ID = 100;

export const ReplayEnd = z.strictObject({ id: plainText(LONGEST_ID) });

export async function endReplay(call: Call, { id }: z.infer<typeof ReplayEnd>): Promise<{ id: string }> {
  await call.services.prisma.$transaction(async (transaction) => {
    const replay = await transaction.replayRun.findUnique({ where: { id } });
    if (replay === null) throw new LeewayError('NOT_FOUND', `There is no replay ${id}`);
    const endedAt = await storeNow(transaction);
    const { count } = await transaction.replayRun.updateMany({ where: { id, endedAt: null }, data: { endedAt } });
    if (count === 0) throw new LeewayError('CONFLICT', 'The replay ended before');
    await recordAudit(transaction, call.actor, {
      action: 'replay.end',
      object: { type: 'replay', id, name: replay.label },
      teamId: null,
      before: { endedAt: null },
      after: { endedAt: endedAt.toISOString() },
    });
  });
  return { id };
}
