import type { GrantView } from '@leeway/domain/capacity-views';
import { LeewayError } from '@leeway/domain/problem';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { auditedGrant, auditedObject, type GrantRow, readGrant, viewGrant } from './view-grant.ts';

interface GrantChange {
  readonly id: string;
  readonly version: number;
  readonly reason: string;
  readonly action: 'grant.extend' | 'grant.end';
  readonly decide: (grant: GrantRow, now: Date) => { readonly endsAt?: Date; readonly endedAt?: Date };
}

/** WRONG_STATE where the grant has ended; CONFLICT where somebody changed it since the version that the caller saw. */
export async function changeOpenGrant(call: Call, { id, version, ...change }: GrantChange): Promise<GrantView> {
  return await call.services.prisma.$transaction(async (transaction) => {
    const before = await readGrant(transaction, id);
    const now = await storeNow(transaction);
    refuseEnded(before, now);
    if (before.version !== version) throw changedMeanwhile(before);
    const { count } = await transaction.burstGrant.updateMany({
      where: { id, version, endedAt: null, endsAt: { gt: now } },
      data: { ...change.decide(before, now), version: { increment: 1 } },
    });
    const after = await readGrant(transaction, id);
    if (count === 0) {
      refuseEnded(after, now);
      throw changedMeanwhile(after);
    }
    await recordAudit(transaction, call.actor, {
      action: change.action,
      object: auditedObject(after),
      teamId: after.useCase.team.id,
      before: auditedGrant(before),
      after: auditedGrant(after),
      reason: change.reason,
    });
    return viewGrant(after, now);
  });
}

function refuseEnded({ endsAt, endedAt }: GrantRow, now: Date): void {
  if (endedAt === null && endsAt > now) return;
  const when = (endedAt ?? endsAt).toISOString();
  throw new LeewayError('WRONG_STATE', `The grant ended at ${when}: grant another where one is needed`);
}

function changedMeanwhile({ endsAt }: GrantRow): LeewayError {
  return new LeewayError('CONFLICT', `Somebody changed the grant meanwhile; now it ends at ${endsAt.toISOString()}`);
}
