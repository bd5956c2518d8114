import { LeewayError } from '@leeway/domain/problem';
import { MissedRuns } from '@leeway/domain/schedule';
import type { ScheduleView } from '@leeway/domain/views';
import type { ClientBase, Pool } from 'pg';
import { listSchedules as list } from './sql/list-schedules.ts';
import { lockSchedule } from './sql/lock-schedule.ts';

/** A schedule whose payload may be seen. */
export type KeptSchedule = ScheduleView & { readonly payload: string };

interface Row {
  readonly id: string;
  readonly name: string;
  readonly cron: string;
  readonly time_zone: string;
  readonly payload: string;
  readonly delay_tolerance_ms: number | null;
  readonly missed_runs: string;
  readonly concurrency_key: string | null;
  readonly is_paused: boolean;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly next_fire_at: number | null;
  readonly last_fire_at: number | null;
  readonly fire_count: number;
}

function toSchedule(row: Row): KeptSchedule {
  return {
    id: row.id,
    name: row.name,
    cron: row.cron,
    timeZone: row.time_zone,
    payload: row.payload,
    delayToleranceMs: row.delay_tolerance_ms,
    missedRuns: MissedRuns.parse(row.missed_runs),
    concurrencyKey: row.concurrency_key,
    isPaused: row.is_paused,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    nextFireAt: row.next_fire_at,
    lastFireAt: row.last_fire_at,
    fireCount: row.fire_count,
  };
}

/** By name. */
export async function listSchedules(pool: Pool, useCaseNo: number): Promise<KeptSchedule[]> {
  return (await pool.query<Row>({ ...list, values: [useCaseNo] })).rows.map(toSchedule);
}

/** Held until the transaction ends; null where there is none of this name. */
export async function findAndLock(client: ClientBase, useCaseNo: number, name: string): Promise<KeptSchedule | null> {
  const [row] = (await client.query<Row>({ ...lockSchedule, values: [useCaseNo, name] })).rows;
  return row === undefined ? null : toSchedule(row);
}

/** NOT_FOUND where there is none of this name. */
export async function getAndLock(client: ClientBase, useCaseNo: number, name: string): Promise<KeptSchedule> {
  const schedule = await findAndLock(client, useCaseNo, name);
  if (schedule === null) throw unknownSchedule(name);
  return schedule;
}

export function unknownSchedule(name: string): LeewayError {
  return new LeewayError('NOT_FOUND', 'The use case has no schedule of this name', {
    fields: [{ field: 'schedule', message: `Unknown: ${JSON.stringify(name.slice(0, 80))}` }],
  });
}
