import { inTransaction } from '@leeway/db/in-transaction';
import { nextFireAt } from '@leeway/domain/next-fires';
import { LeewayError } from '@leeway/domain/problem';
import type { ScheduleSetting } from '@leeway/domain/schedule-answer';
import type { Pool, PoolClient } from 'pg';
import { getAndLock, type KeptSchedule, listSchedules, unknownSchedule } from './kept-schedule.ts';
import { type PutSchedule, putSchedule } from './put-schedule.ts';
import { recordChange, type ScheduleScope } from './record-change.ts';
import { countSchedules } from './sql/lock-schedules-of.ts';
import { removeSchedule, restSchedule } from './sql/write-schedule.ts';

/** What a program can do with the schedules of a use case. Each change is one transaction, its entry in the audit log included. */
export interface ScheduleDesk {
  list(useCaseNo: number): Promise<readonly KeptSchedule[]>;
  /** NOT_FOUND where there is none of this name, here and below. */
  get(useCaseNo: number, name: string): Promise<KeptSchedule>;
  /** Makes it so: a new schedule, a changed one, or nothing where it is so already. CONFLICT on another version. */
  put(scope: ScheduleScope, name: string, setting: ScheduleSetting): Promise<PutSchedule>;
  /** Nothing where it is so already. */
  rest(
    scope: ScheduleScope,
    name: string,
    wish: { readonly isPaused: boolean; readonly reason: string },
  ): Promise<KeptSchedule>;
  /** Jobs that it has made stay. */
  remove(scope: ScheduleScope, name: string, reason: string): Promise<KeptSchedule>;
}

export function createScheduleDesk(pool: Pool, newId: () => string): ScheduleDesk {
  return {
    list: (useCaseNo) => listSchedules(pool, useCaseNo),
    get: async (useCaseNo, name) => {
      const found = (await listSchedules(pool, useCaseNo)).find((schedule) => schedule.name === name);
      if (found === undefined) throw unknownSchedule(name);
      return found;
    },
    put: async (scope, name, setting) => {
      try {
        return await inTransaction(pool, (client) => putSchedule(client, scope, { name, setting, newId }));
      } catch (error) {
        throw isNameTaken(error) ? new LeewayError('CONFLICT', `Somebody has just made a schedule ${name}`) : error;
      }
    },
    rest: (scope, name, wish) =>
      inTransaction(pool, async (client) => {
        const before = await getAndLock(client, scope.useCase.no, name);
        if (before.isPaused === wish.isPaused) return before;
        const next = wish.isPaused ? null : nextFireAt(before, await storeNow(client, scope));
        await client.query({ ...restSchedule, values: [before.id, wish.isPaused, next] });
        const after = await getAndLock(client, scope.useCase.no, name);
        await recordChange(client, scope, {
          action: wish.isPaused ? 'schedule.pause' : 'schedule.resume',
          before,
          after,
          reason: wish.reason,
        });
        return after;
      }),
    remove: (scope, name, reason) =>
      inTransaction(pool, async (client) => {
        const before = await getAndLock(client, scope.useCase.no, name);
        await client.query({ ...removeSchedule, values: [before.id] });
        await recordChange(client, scope, { action: 'schedule.delete', before, after: null, reason });
        return before;
      }),
  };
}

async function storeNow(client: PoolClient, { useCase }: ScheduleScope): Promise<number> {
  return (await client.query<{ now: number }>({ ...countSchedules, values: [useCase.no] })).rows[0]?.now ?? 0;
}

/** The console renamed another to it meanwhile. */
function isNameTaken(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '23505';
}
