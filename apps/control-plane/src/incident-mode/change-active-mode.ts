import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { LeewayError } from '@leeway/domain/problem';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import {
  auditedMode,
  auditedObject,
  type IncidentModeRow,
  readIncidentMode,
  viewIncidentMode,
} from './view-incident-mode.ts';

interface ModeChange {
  readonly id: string;
  readonly reason: string;
  readonly action: 'incidentMode.extend' | 'incidentMode.end';
  readonly decide: (mode: IncidentModeRow, now: Date) => { readonly endsAt?: Date; readonly endedAt?: Date };
}

/** WRONG_STATE where it has ended; CONFLICT where somebody moved its end between the look and the change. */
export async function changeActiveMode(call: Call, change: ModeChange): Promise<IncidentModeView> {
  const { id } = change;
  return await call.services.prisma.$transaction(async (transaction) => {
    const before = await readIncidentMode(transaction, id);
    const now = await storeNow(transaction);
    if (before.endedAt !== null || before.endsAt <= now)
      throw new LeewayError('WRONG_STATE', `It ended at ${(before.endedAt ?? before.endsAt).toISOString()}`);
    const { count } = await transaction.incidentMode.updateMany({
      where: { id, endedAt: null, endsAt: before.endsAt },
      data: change.decide(before, now),
    });
    if (count === 0) throw new LeewayError('CONFLICT', 'Somebody changed it at the same moment: look at it again');
    const after = await readIncidentMode(transaction, id);
    await recordAudit(transaction, call.actor, {
      action: change.action,
      object: auditedObject(after),
      teamId: null,
      before: auditedMode(before),
      after: auditedMode(after),
      reason: change.reason,
    });
    return viewIncidentMode(after, now);
  });
}
