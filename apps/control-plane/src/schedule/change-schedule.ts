import type { Transaction } from '@leeway/db/prisma';
import { LeewayError } from '@leeway/domain/problem';
import type { ScheduleChange } from '@leeway/domain/schedule';
import type { ScheduleView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { invalidField, isNameTaken } from '../api/invalid-field.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { nextFireOf } from './next-fire.ts';
import { unlessFired } from './unless-fired.ts';
import { auditedObject, auditedSchedule, readSchedule, type ScheduleRow, viewSchedule } from './view-schedule.ts';

/** Replaces what the owner can say of a schedule, provided that nobody did since `change.version`; else CONFLICT. */
export async function changeSchedule(call: Call, change: ScheduleChange): Promise<ScheduleView> {
  try {
    return await call.services.prisma.$transaction((transaction) => apply(transaction, call, change));
  } catch (error) {
    throw isNameTaken(error) ? invalidField('name', `There is a schedule ${change.name} already`) : error;
  }
}

async function apply(transaction: Transaction, call: Call, change: ScheduleChange): Promise<ScheduleView> {
  const before = await unlessFired(transaction, change.id, (row) => replace(transaction, row, change));
  const after = await readSchedule(transaction, change.id);
  await recordAudit(transaction, call.actor, {
    action: 'schedule.change',
    object: auditedObject(after),
    teamId: after.useCase.team.id,
    before: auditedSchedule(before),
    after: auditedSchedule(after),
    reason: change.reason,
  });
  return viewSchedule(after, { hasPayload: true });
}

/** Returns the rows changed: none where an engine has fired the schedule since `before` was read. */
async function replace(transaction: Transaction, before: ScheduleRow, change: ScheduleChange): Promise<number> {
  const { id, version, reason: _reason, delayToleranceMs, ...policy } = change;
  if (before.version !== version)
    throw new LeewayError(
      'CONFLICT',
      `Somebody changed ${before.name} meanwhile; look at version ${before.version} first`,
    );
  const now = await storeNow(transaction);
  const isTimed = before.cron === policy.cron && before.timeZone === policy.timeZone;
  const nextFireAt = isTimed || before.isPaused ? {} : { nextFireAt: nextFireOf({ ...before, ...policy }, now) };
  const { count } = await transaction.schedule.updateMany({
    where: { id, version, isPaused: before.isPaused, lastFireAt: before.lastFireAt },
    data: {
      ...policy,
      ...nextFireAt,
      delayToleranceMs: delayToleranceMs === null ? null : BigInt(delayToleranceMs),
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  return count;
}
