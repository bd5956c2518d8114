import type { JobKey } from '@leeway/domain/job-id';
import type { MissedRuns } from '@leeway/domain/schedule';
import type { JobSubmission } from '@leeway/domain/submit';
import type { ClientBase } from 'pg';
import type { FireTimesCache } from './fire-times-cache.ts';
import { type Fire, type FirePlan, planFires } from './plan-fires.ts';
import { lockDueSchedules } from './sql/lock-due-schedules.ts';
import { recordFires } from './sql/record-fires.ts';

/** Fires that are kept of a schedule, for its owner to see. */
const KEPT_FIRES = 50;

/** A job that a schedule asks for. */
export interface PlannedJob {
  readonly useCaseNo: number;
  readonly job: JobSubmission;
}

export interface FiringOptions {
  /** Stores jobs in the transaction of the client; returns their keys in the order given. */
  readonly insert: (client: ClientBase, jobs: readonly PlannedJob[]) => Promise<readonly JobKey[]>;
  readonly timesOf: FireTimesCache;
  /** Instants that lie so little ahead are fired now: their jobs wait in the delay service. */
  readonly leadMs: number;
  /** Schedules to pass over. */
  readonly shunned: readonly string[];
  readonly rowLimit: number;
  /** Told of the schedules that this transaction holds. */
  readonly onLocked: (ids: readonly string[]) => void;
  /** Whether planning has taken long enough for one transaction; what is left is fired by the next. */
  readonly isTimeUp: () => boolean;
  /** Told of a schedule that cannot be planned; it stays as it was. */
  readonly onFault: (id: string, error: unknown) => void;
}

export interface FiredSchedules {
  readonly jobCount: number;
  /** Jobs among them whose instant had come. */
  readonly lateCount: number;
  /** Whether more may be due. */
  readonly hasMore: boolean;
}

interface ScheduleRow {
  readonly id: string;
  readonly use_case_no: number;
  readonly cron: string;
  readonly time_zone: string;
  readonly payload: string;
  readonly delay_tolerance_ms: number | null;
  readonly missed_runs: MissedRuns;
  readonly concurrency_key: string | null;
  readonly next_fire_at: number;
  readonly fire_count: number;
  readonly now: number;
}

interface PlannedSchedule extends FirePlan {
  readonly row: ScheduleRow;
  readonly jobs: readonly PlannedJob[];
}

/** Fires what is due in the transaction that the client is in: each instant of a schedule once, whoever else is firing. */
export async function fireSchedules(client: ClientBase, options: FiringOptions): Promise<FiredSchedules> {
  const values = [options.leadMs, options.shunned, options.rowLimit];
  const { rows } = await client.query<ScheduleRow>({ ...lockDueSchedules, values });
  options.onLocked(rows.map((row) => row.id));
  const { planned, hasMore } = planAll(rows, options);
  if (planned.length === 0) return { jobCount: 0, lateCount: 0, hasMore };
  const jobs = planned.flatMap((each) => each.jobs);
  const keys = jobs.length === 0 ? [] : await options.insert(client, jobs);
  await client.query({ ...recordFires, values: [...scheduleValues(planned), ...fireValues(planned, keys)] });
  const isLate = ({ fireAt, hasJob }: Fire, now: number) => hasJob && fireAt <= now;
  const lateCount = planned.flatMap(({ row, fires }) => fires.filter((fire) => isLate(fire, row.now))).length;
  return { jobCount: jobs.length, lateCount, hasMore };
}

function planAll(rows: readonly ScheduleRow[], options: FiringOptions) {
  const planned: PlannedSchedule[] = [];
  for (const row of rows) {
    if (options.isTimeUp()) return { planned, hasMore: true };
    const plan = planSafely(row, options);
    if (plan !== null) planned.push(plan);
  }
  return { planned, hasMore: rows.length === options.rowLimit };
}

function planSafely(row: ScheduleRow, { leadMs, timesOf, onFault }: FiringOptions): PlannedSchedule | null {
  try {
    const times = timesOf(row.cron, row.time_zone);
    const schedule = { times, nextFireAt: row.next_fire_at, missedRuns: row.missed_runs };
    const plan = planFires(schedule, { now: row.now, untilAt: row.now + leadMs });
    const jobs = plan.fires.filter((fire) => fire.hasJob).map((fire) => toJob(row, fire.fireAt));
    return { ...plan, row, jobs };
  } catch (error) {
    onFault(row.id, error);
    return null;
  }
}

function toJob(row: ScheduleRow, fireAt: number): PlannedJob {
  const job = { payload: JSON.parse(row.payload) as unknown, availableAt: new Date(fireAt).toISOString() };
  const tolerance = row.delay_tolerance_ms === null ? {} : { delayToleranceMs: row.delay_tolerance_ms };
  const key = row.concurrency_key === null ? {} : { concurrencyKey: row.concurrency_key };
  return { useCaseNo: row.use_case_no, job: { ...job, ...tolerance, ...key } };
}

function scheduleValues(planned: readonly PlannedSchedule[]): unknown[] {
  const fireCounts = planned.map(({ row, fires }) => row.fire_count + fires.length);
  return [
    planned.map(({ row }) => row.id),
    planned.map(({ nextFireAt }) => nextFireAt),
    planned.map(({ fires }) => fires.findLast((fire) => fire.hasJob)?.fireAt ?? null),
    fireCounts,
    fireCounts.map((count) => count - KEPT_FIRES),
  ];
}

function fireValues(planned: readonly PlannedSchedule[], keys: readonly JobKey[]): unknown[] {
  const nextKey = keys[Symbol.iterator]();
  const fires = planned.flatMap(({ row, fires: own }) =>
    own.map((fire, index) => ({ ...fire, id: row.id, no: row.fire_count + index + 1 })),
  );
  return [
    fires.map(({ id }) => id),
    fires.map(({ no }) => no),
    fires.map(({ fireAt }) => fireAt),
    fires.map(({ hasJob }) => (hasJob ? (nextKey.next().value ?? null) : null)),
    fires.map(({ instantCount }) => instantCount),
  ];
}
