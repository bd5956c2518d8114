import { inTransaction } from '@leeway/db/in-transaction';
import { LeewayError } from '@leeway/domain/problem';
import type { ClientBase, Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import { type FiredSchedules, type FiringOptions, fireSchedules } from './fire-schedules.ts';
import { createFireTimesCache } from './fire-times-cache.ts';
import { findNextFire } from './sql/find-next-fire.ts';

/** A schedule that was added or changed is seen after at most this long: one question for the next instant of all. */
const POLL_MS = 1_000;
/** Fired so much ahead, so that an instant is the delay service's to keep, whoever ends meanwhile. */
const LEAD_MS = 2_000;
/** Payloads are up to 256 KiB each. */
const ROWS_PER_FIRING = 200;
/** Planning keeps the process from all else: a transaction plans no longer than this, and one schedule more. */
const PLANNING_MS = 30;
/** A process that is frozen while it fires holds the others' schedules for so long. */
const FROZEN_MS = 3_000;
/** A schedule that cannot be fired is tried again after this long. */
const SHUN_MS = 60_000;

export interface ScheduleServiceOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  readonly insert: FiringOptions['insert'];
  /** After the commit. */
  readonly onFired: (fired: FiredSchedules) => void;
}

export interface ScheduleService extends Loop {
  /** Fires what is due now or a little ahead; returns how many jobs that made. */
  runOnce(): Promise<number>;
}

/** Gives use cases their recurring jobs. Any number of engines may run it: the row of a schedule decides who fires. */
export function createScheduleService(options: ScheduleServiceOptions): ScheduleService {
  const { pool, clock, log } = options;
  const timesOf = createFireTimesCache();
  const shunnedUntil = new Map<string, number>();
  let rowLimit = ROWS_PER_FIRING;

  const shun = (id: string, error: unknown): void => {
    shunnedUntil.set(id, clock.elapsed() + SHUN_MS);
    log.warn({ err: error, scheduleId: id }, 'schedule cannot be fired');
  };
  const shunned = (): string[] => {
    for (const [id, until] of shunnedUntil) if (until <= clock.elapsed()) shunnedUntil.delete(id);
    return [...shunnedUntil.keys()];
  };

  const fireLocked = async (client: ClientBase): Promise<FiredSchedules> => {
    let locked: readonly string[] = [];
    const onLocked = (ids: readonly string[]): void => {
      locked = ids;
    };
    let planningSince = Number.POSITIVE_INFINITY;
    const isTimeUp = (): boolean => {
      planningSince = Math.min(planningSince, clock.elapsed());
      return clock.elapsed() - planningSince > PLANNING_MS;
    };
    const firing = { insert: options.insert, timesOf, leadMs: LEAD_MS, shunned: shunned(), rowLimit };
    try {
      return await fireSchedules(client, { ...firing, onLocked, isTimeUp, onFault: shun });
    } catch (error) {
      setAside(locked, error);
      throw error;
    }
  };

  /** A job that is refused is found by firing one schedule at a time, and does not stop the others. */
  const setAside = (locked: readonly string[], error: unknown): void => {
    if (!(error instanceof LeewayError) && !/^2[23]/.test(sqlStateOf(error))) return;
    rowLimit = 1;
    const [id] = locked;
    if (locked.length === 1 && id !== undefined) shun(id, error);
  };

  const fireSome = async (): Promise<FiredSchedules> => {
    const fired = await inTransaction(pool, fireLocked, { idleLimitMs: FROZEN_MS });
    rowLimit = ROWS_PER_FIRING;
    if (fired.jobCount > 0) options.onFired(fired);
    return fired;
  };

  const runOnce = async (): Promise<number> => {
    let jobCount = 0;
    for (;;) {
      const fired = await fireSome();
      jobCount += fired.jobCount;
      if (!fired.hasMore) return jobCount;
    }
  };

  const waitForNext = async (): Promise<number> => {
    const { rows } = await pool.query<{ now: number; next_fire_at: number | null }>({
      ...findNextFire,
      values: [shunned()],
    });
    const [found] = rows;
    return found?.next_fire_at == null ? POLL_MS : found.next_fire_at - found.now - LEAD_MS;
  };

  const loop = createLoop({
    name: 'schedules',
    clock,
    log,
    runOnce: async () => {
      const waitMs = await waitForNext();
      if (waitMs <= 0) await runOnce();
      return { waitMs: waitMs <= 0 ? POLL_MS / 2 : Math.min(POLL_MS, waitMs) };
    },
  });
  return { ...loop, runOnce };
}
