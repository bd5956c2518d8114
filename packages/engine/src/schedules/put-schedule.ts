import { LIMITS } from '@leeway/domain/limits';
import { nextFireAt } from '@leeway/domain/next-fires';
import { LeewayError } from '@leeway/domain/problem';
import type { ScheduleSetting } from '@leeway/domain/schedule-answer';
import type { PoolClient } from 'pg';
import { findAndLock, getAndLock, type KeptSchedule } from './kept-schedule.ts';
import { recordChange, type ScheduleScope } from './record-change.ts';
import { countSchedules, lockSchedulesOf } from './sql/lock-schedules-of.ts';
import { insertSchedule, replaceSchedule } from './sql/write-schedule.ts';

export interface PutSchedule {
  readonly schedule: KeptSchedule;
  readonly isNew: boolean;
}

interface Put {
  readonly name: string;
  readonly setting: ScheduleSetting;
  readonly newId: () => string;
}

/** In a transaction: makes the schedule what `setting` says. */
export async function putSchedule(client: PoolClient, scope: ScheduleScope, put: Put): Promise<PutSchedule> {
  const { no } = scope.useCase;
  await client.query({ ...lockSchedulesOf, values: [no] });
  const before = await findAndLock(client, no, put.name);
  refuseOtherVersion(put, before);
  if (before !== null && isAlready(before, put.setting)) return { schedule: before, isNew: false };
  const { count, now } = await readCount(client, no);
  if (before === null) await insert(client, { ...put, no, count, now });
  else await replace(client, before, { setting: put.setting, now });
  const schedule = await getAndLock(client, no, put.name);
  const action = before === null ? 'schedule.create' : 'schedule.change';
  await recordChange(client, scope, { action, before, after: schedule, reason: put.setting.reason });
  return { schedule, isNew: before === null };
}

async function readCount(client: PoolClient, no: number): Promise<{ count: number; now: number }> {
  const [row] = (await client.query<{ count: number; now: number }>({ ...countSchedules, values: [no] })).rows;
  if (row === undefined) throw new LeewayError('NOT_FOUND', 'There is no such use case any more');
  return row;
}

function refuseOtherVersion({ name, setting: { version } }: Put, before: KeptSchedule | null): void {
  const present = before?.version ?? 0;
  if (version === undefined || version === present) return;
  const detail =
    before === null
      ? `There is no schedule ${name}; leave the version out, or send 0, to make one`
      : `${name} has version ${present}; look at it first`;
  throw new LeewayError('CONFLICT', detail, { fields: [{ field: 'version', message: `It is ${present}` }] });
}

function isAlready(before: KeptSchedule, setting: ScheduleSetting): boolean {
  const keys = ['cron', 'timeZone', 'payload', 'delayToleranceMs', 'missedRuns', 'concurrencyKey'] as const;
  return keys.every((key) => before[key] === setting[key]);
}

async function insert(
  client: PoolClient,
  { name, setting, newId, no, count, now }: Put & { readonly no: number; readonly count: number; readonly now: number },
): Promise<void> {
  if (count >= LIMITS.schedulesPerUseCase)
    throw new LeewayError(
      'CONFLICT',
      `A use case has at most ${LIMITS.schedulesPerUseCase} schedules; delete one first`,
    );
  const { cron, timeZone, payload, delayToleranceMs, missedRuns, concurrencyKey } = setting;
  const next = nextFireAt({ cron, timeZone, lastFireAt: null }, now);
  const values = [newId(), no, name, cron, timeZone, payload, delayToleranceMs, missedRuns, next, concurrencyKey];
  await client.query({ ...insertSchedule, values });
}

/** A schedule that rests goes on resting. */
async function replace(
  client: PoolClient,
  before: KeptSchedule,
  { setting, now }: { readonly setting: ScheduleSetting; readonly now: number },
): Promise<void> {
  const { cron, timeZone, payload, delayToleranceMs, missedRuns, concurrencyKey } = setting;
  const isTimed = before.cron === cron && before.timeZone === timeZone;
  const next =
    isTimed || before.isPaused ? before.nextFireAt : nextFireAt({ cron, timeZone, lastFireAt: before.lastFireAt }, now);
  const values = [before.id, cron, timeZone, payload, delayToleranceMs, missedRuns, next, concurrencyKey];
  await client.query({ ...replaceSchedule, values });
}
