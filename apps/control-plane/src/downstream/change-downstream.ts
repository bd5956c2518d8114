import type { DownstreamView } from '@leeway/domain/capacity-views';
import type { DownstreamChange } from '@leeway/domain/downstream';
import { LeewayError } from '@leeway/domain/problem';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { downstreamPolicyOf, readDownstream, viewDownstream } from './view-downstream.ts';

/** Replaces what its owner says of a downstream, provided that nobody did since `change.version`; else CONFLICT. */
export async function changeDownstream(call: Call, change: DownstreamChange): Promise<DownstreamView> {
  const { name, version, reason, ...policy } = change;
  return await call.services.prisma.$transaction(async (transaction) => {
    const before = await readDownstream(transaction, name);
    const { count } = await transaction.downstream.updateMany({
      where: { name, version },
      data: { ...policy, version: { increment: 1 }, updatedAt: await storeNow(transaction) },
    });
    const after = await readDownstream(transaction, name);
    if (count === 0)
      throw new LeewayError('CONFLICT', `Somebody changed ${name} meanwhile; look at version ${after.version} first`);
    await recordAudit(transaction, call.actor, {
      action: 'downstream.change',
      object: { type: 'downstream', id: after.id, name },
      teamId: after.team.id,
      before: downstreamPolicyOf(before),
      after: downstreamPolicyOf(after),
      reason,
    });
    return viewDownstream(after, null);
  });
}
