import type { Transaction } from '@leeway/db/prisma';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { newIncidentModeId } from '@leeway/domain/ids';
import type { IncidentModeRequest } from '@leeway/domain/incident-mode';
import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { auditedMode, auditedObject, viewIncidentMode } from './view-incident-mode.ts';

/** From now on, and for so long, nothing below the floor starts. Of several in force the highest floor holds. */
export async function startIncidentMode(call: Call, request: IncidentModeRequest): Promise<IncidentModeView> {
  const { durationMs, ...mode } = request;
  return await call.services.prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`select pg_advisory_xact_lock(hashtextextended('incident modes', 0))`;
    const startedAt = await storeNow(transaction);
    await refuseTooMany(transaction, startedAt);
    const row = await transaction.incidentMode.create({
      data: {
        ...mode,
        id: newIncidentModeId(call.services.random),
        startedAt,
        endsAt: new Date(startedAt.getTime() + durationMs),
        startedBy: call.actor.name,
      },
    });
    await recordAudit(transaction, call.actor, {
      action: 'incidentMode.start',
      object: auditedObject(row),
      teamId: null,
      before: null,
      after: auditedMode(row),
      reason: mode.reason,
    });
    return viewIncidentMode(row, startedAt);
  });
}

async function refuseTooMany(transaction: Transaction, now: Date): Promise<void> {
  const count = await transaction.incidentMode.count({ where: { endedAt: null, endsAt: { gt: now } } });
  if (count < LIMITS.openIncidentModes) return;
  throw new LeewayError(
    'CONFLICT',
    `At most ${LIMITS.openIncidentModes} are in force at once: end or extend one of them`,
  );
}
