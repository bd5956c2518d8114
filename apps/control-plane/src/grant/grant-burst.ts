import type { Transaction } from '@leeway/db/prisma';
import type { GrantAmounts, GrantRequest } from '@leeway/domain/burst-grant';
import type { GrantView } from '@leeway/domain/capacity-views';
import type { GrantableLimits } from '@leeway/domain/effective-policy';
import { newGrantId } from '@leeway/domain/ids';
import { LIMITS } from '@leeway/domain/limits';
import { type FieldError, LeewayError } from '@leeway/domain/problem';
import { DAY_MS } from '@leeway/domain/units';
import type { Call } from '../api/context.ts';
import { invalidField } from '../api/invalid-field.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { auditedGrant, auditedObject, readGrant, viewGrant } from './view-grant.ts';

/** How long before its start a major event is announced, so that the pool can be planned for it. */
const ANNOUNCED_AHEAD_MS = DAY_MS;

/** Lifts limits of a use case for a time. INVALID_INPUT on the field where that cannot be; CONFLICT where too many are open. */
export async function grantBurst(call: Call, request: GrantRequest): Promise<GrantView> {
  const { useCase: name, trafficClass, amounts, reason, incidentUrl, durationMs } = request;
  return await call.services.prisma.$transaction(async (transaction) => {
    const useCase = await transaction.useCase.findUnique({ where: { name } });
    if (useCase === null) throw new LeewayError('NOT_FOUND', `There is no use case ${name}`);
    refuseWithoutLimit(useCase, amounts);
    await lockGrants(transaction, useCase.id);
    const now = await storeNow(transaction);
    const startsAt = decideStart(request, now);
    await refuseTooMany(transaction, useCase.id, now);
    const id = newGrantId(call.services.random);
    const endsAt = new Date(startsAt.getTime() + durationMs);
    const more = { grantedBy: call.actor.name, grantedAt: now };
    await transaction.burstGrant.create({
      data: { id, useCaseId: useCase.id, trafficClass, amounts, reason, incidentUrl, startsAt, endsAt, ...more },
    });
    const row = await readGrant(transaction, id);
    await recordAudit(transaction, call.actor, {
      action: 'grant.grant',
      object: auditedObject(row),
      teamId: row.useCase.team.id,
      before: null,
      after: auditedGrant(row),
      reason,
    });
    return viewGrant(row, now);
  });
}

const NAMES = { cpuQuota: 'CPU quota', rateLimit: 'rate limit', concurrency: 'concurrency limit' } as const;

function refuseWithoutLimit(
  { name, ...policy }: GrantableLimits & { readonly name: string },
  amounts: GrantAmounts,
): void {
  const limits = {
    cpuQuota: policy.cpuQuotaMsPerSecond,
    rateLimit: policy.rateLimitPerSecond,
    concurrency: policy.concurrencyLimit,
  };
  const fields = (['cpuQuota', 'rateLimit', 'concurrency'] as const).flatMap((kind): FieldError[] => {
    if (amounts[kind] === undefined || limits[kind] !== null) return [];
    const remedy = 'leave it out, or set one in the settings of the use case first';
    return [{ field: `amounts.${kind}`, message: `${name} has no ${NAMES[kind]} that could be lifted: ${remedy}` }];
  });
  if (fields[0] !== undefined) throw new LeewayError('INVALID_INPUT', fields[0].message, { fields });
}

/** One at a time per use case, so that two cannot both be the last that fits. */
async function lockGrants(transaction: Transaction, useCaseId: string): Promise<void> {
  await transaction.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`grants of ${useCaseId}`}, 0))`;
}

async function refuseTooMany(transaction: Transaction, useCaseId: string, now: Date): Promise<void> {
  const count = await transaction.burstGrant.count({ where: { useCaseId, endedAt: null, endsAt: { gt: now } } });
  if (count < LIMITS.openGrants) return;
  throw new LeewayError(
    'CONFLICT',
    `A use case has at most ${LIMITS.openGrants} grants that have not ended: end one, or extend one that is there`,
  );
}

function decideStart({ trafficClass, startsAt }: GrantRequest, now: Date): Date {
  if (startsAt === null) return now;
  const start = new Date(startsAt);
  if (Number.isNaN(start.getTime())) throw invalidField('startsAt', 'No such instant');
  if (start < now) throw invalidField('startsAt', 'This is past: leave the start out to begin now');
  const aheadMs = start.getTime() - now.getTime();
  if (aheadMs > LIMITS.grantAheadMs)
    throw invalidField('startsAt', `At most ${LIMITS.grantAheadMs / DAY_MS} days ahead`);
  if (trafficClass === 'majorEvent' && aheadMs < ANNOUNCED_AHEAD_MS)
    throw invalidField(
      'startsAt',
      'A major event is announced at least 24 hours ahead: for anything sooner, grant for an incident',
    );
  return start;
}
