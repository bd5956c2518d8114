import type { ScheduleDeletion } from '@leeway/domain/schedule';
import type { Call } from '../api/context.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { auditedObject, auditedSchedule, readSchedule } from './view-schedule.ts';

/** Ends a schedule for good; the jobs that it made stay. */
export async function deleteSchedule(call: Call, { id, reason }: ScheduleDeletion): Promise<{ id: string }> {
  await call.services.prisma.$transaction(async (transaction) => {
    const before = await readSchedule(transaction, id);
    await transaction.schedule.delete({ where: { id } });
    await recordAudit(transaction, call.actor, {
      action: 'schedule.delete',
      object: auditedObject(before),
      teamId: before.useCase.team.id,
      before: auditedSchedule(before),
      after: null,
      reason,
    });
  });
  return { id };
}
