import type { Transaction } from '@leeway/db/prisma';
import { newScheduleId } from '@leeway/domain/ids';
import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { ScheduleCreation } from '@leeway/domain/schedule';
import type { ScheduleView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { invalidField, isNameTaken } from '../api/invalid-field.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { nextFireOf } from './next-fire.ts';
import { auditedObject, auditedSchedule, readSchedule, viewSchedule } from './view-schedule.ts';

/** Gives a use case a recurring job; a taken name is INVALID_INPUT on that field. */
export async function createSchedule(call: Call, creation: ScheduleCreation): Promise<ScheduleView> {
  try {
    return await call.services.prisma.$transaction((transaction) => insert(transaction, call, creation));
  } catch (error) {
    const taken = `${creation.useCase} has a schedule ${creation.name} already`;
    throw isNameTaken(error) ? invalidField('name', taken) : error;
  }
}

async function insert(transaction: Transaction, call: Call, creation: ScheduleCreation): Promise<ScheduleView> {
  const { useCase: useCaseName, reason, delayToleranceMs, ...policy } = creation;
  const useCase = await transaction.useCase.findUnique({ where: { name: useCaseName } });
  if (useCase === null) throw new LeewayError('NOT_FOUND', `There is no use case ${useCaseName}`);
  await refuseTooMany(transaction, useCase.id);
  const now = await storeNow(transaction);
  const id = newScheduleId(call.services.random);
  await transaction.schedule.create({
    data: {
      ...policy,
      id,
      useCaseId: useCase.id,
      delayToleranceMs: delayToleranceMs === null ? null : BigInt(delayToleranceMs),
      nextFireAt: nextFireOf({ ...policy, lastFireAt: null }, now),
    },
  });
  const row = await readSchedule(transaction, id);
  await recordAudit(transaction, call.actor, {
    action: 'schedule.create',
    object: auditedObject(row),
    teamId: row.useCase.team.id,
    before: null,
    after: auditedSchedule(row),
    reason,
  });
  return viewSchedule(row, { hasPayload: true });
}

/** One at a time per use case, so that two cannot both be the last that fits. */
async function refuseTooMany(transaction: Transaction, useCaseId: string): Promise<void> {
  await transaction.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`schedules of ${useCaseId}`}, 0))`;
  const count = await transaction.schedule.count({ where: { useCaseId } });
  if (count < LIMITS.schedulesPerUseCase) return;
  throw new LeewayError('CONFLICT', `A use case has at most ${LIMITS.schedulesPerUseCase} schedules; delete one first`);
}
