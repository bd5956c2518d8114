import type { TestDatabase } from '@leeway/db/testing';
import type { MissedRuns } from '@leeway/domain/schedule';

export interface ScheduleSeed {
  readonly useCase: string;
  readonly name: string;
  readonly cron?: string;
  readonly timeZone?: string;
  readonly payload?: string;
  readonly concurrencyKey?: string;
  readonly missedRuns?: MissedRuns;
  /** Ms since 1970. */
  readonly nextFireAt: number;
}

/** Adds a schedule as the control plane would; returns its id. */
export async function seedSchedule({ pool }: Pick<TestDatabase, 'pool'>, seed: ScheduleSeed): Promise<string> {
  const id = `sch_${seed.useCase}-${seed.name}`;
  await pool.query(
    `insert into schedule (id, use_case_id, name, cron, time_zone, payload, missed_runs, next_fire_at, concurrency_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      `uc_${seed.useCase}`,
      seed.name,
      seed.cron ?? '* * * * * *',
      seed.timeZone ?? 'UTC',
      seed.payload ?? 'null',
      seed.missedRuns ?? 'skip',
      seed.nextFireAt,
      seed.concurrencyKey ?? null,
    ],
  );
  return id;
}
