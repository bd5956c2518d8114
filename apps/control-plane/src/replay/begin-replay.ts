import { newReplayId } from '@leeway/domain/ids';
import { LIMITS } from '@leeway/domain/limits';
import { plainText } from '@leeway/domain/use-case';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { recordAudit } from '../audit/record-audit.ts';

export const ReplayStart = z.strictObject({
  label: plainText(LIMITS.reasonLength).min(1, 'Say what is replayed'),
});

/** Marks on the charts that what follows is a recorded day. */
export async function beginReplay(call: Call, { label }: z.infer<typeof ReplayStart>): Promise<{ id: string }> {
  const id = newReplayId(call.services.random);
  await call.services.prisma.$transaction(async (transaction) => {
    await transaction.replayRun.create({ data: { id, label } });
    await recordAudit(transaction, call.actor, {
      action: 'replay.begin',
      object: { type: 'replay', id, name: label },
      teamId: null,
      before: null,
      after: { label },
    });
  });
  return { id };
}
