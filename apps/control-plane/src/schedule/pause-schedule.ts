import type { Transaction } from '@leeway/db/prisma';
import { LeewayError } from '@leeway/domain/problem';
import type { SchedulePause } from '@leeway/domain/schedule';
import type { ScheduleView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { nextFireOf } from './next-fire.ts';
import { unlessFired } from './unless-fired.ts';
import { auditedObject, readSchedule, type ScheduleRow, viewSchedule } from './view-schedule.ts';

/** Stops a schedule from firing, or lets it go on with the next instant; nothing is made up for. CONFLICT where it is so already. */
export async function pauseSchedule(call: Call, pause: SchedulePause): Promise<ScheduleView> {
  return await call.services.prisma.$transaction(async (transaction) => {
    await unlessFired(transaction, pause.id, (row) => write(transaction, row, pause.isPaused));
    const after = await readSchedule(transaction, pause.id);
    await recordAudit(transaction, call.actor, {
      action: pause.isPaused ? 'schedule.pause' : 'schedule.resume',
      object: auditedObject(after),
      teamId: after.useCase.team.id,
      before: { isPaused: !pause.isPaused },
      after: { isPaused: pause.isPaused },
      reason: pause.reason,
    });
    return viewSchedule(after, { hasPayload: true });
  });
}

async function write(transaction: Transaction, before: ScheduleRow, isPaused: boolean): Promise<number> {
  if (before.isPaused === isPaused)
    throw new LeewayError('CONFLICT', `${before.name} ${isPaused ? 'is paused' : 'fires'} already`);
  const now = await storeNow(transaction);
  const { count } = await transaction.schedule.updateMany({
    where: { id: before.id, version: before.version, isPaused: before.isPaused, lastFireAt: before.lastFireAt },
    data: { isPaused, nextFireAt: isPaused ? null : nextFireOf(before, now), updatedAt: now },
  });
  return count;
}
