import type { TestDatabase } from '@leeway/db/testing';

/** Where all jobs of a store are, by rows and by counters, in one snapshot. A waiting job may be leased. */
export interface Conservation {
  readonly waiting: number;
  readonly delayed: number;
  readonly dead: number;
  /** Submitted − done − cancelled − (dead − redriven), by the counters. */
  readonly open: number;
  readonly deadCounted: number;
  readonly delayedCounted: number;
}

/** Counters and rows, which must agree at any moment: `open` = waiting + delayed, and so on. */
async function readConservation({ pool }: TestDatabase): Promise<Conservation> {
  const { rows } = await pool.query<Conservation>(`
    with counted as (
      select sum(submitted_count - done_count - cancelled_count - dead_count + redriven_count)::int as open,
        sum(dead_count - redriven_count)::int as dead, sum(delayed_in_count - delayed_out_count)::int as delayed
      from (
        select submitted_count, done_count, cancelled_count, dead_count, redriven_count, delayed_in_count, delayed_out_count
        from usage_delta
        union all
        select submitted_count, done_count, cancelled_count, dead_count, redriven_count, delayed_in_count, delayed_out_count
        from use_case_total
      ) as parts
    )
    select (select coalesce(sum(job_count), 0)::int from job) as waiting, (select count(*)::int from delayed_job) as delayed,
      (select count(*)::int from dead_job) as dead, coalesce(open, 0) as open, coalesce(counted.dead, 0) as "deadCounted",
      coalesce(counted.delayed, 0) as "delayedCounted"
    from counted`);
  if (rows[0] === undefined) throw new Error('no counters');
  return rows[0];
}

/** What is wrong at this moment; empty where every submitted job is in one place and counted there. */
export async function findImbalance(database: TestDatabase): Promise<string[]> {
  const now = await readConservation(database);
  const pairs: Record<string, readonly [number, number]> = {
    'open = waiting + delayed': [now.open, now.waiting + now.delayed],
    'dead = rows': [now.deadCounted, now.dead],
    'delayed = rows': [now.delayedCounted, now.delayed],
  };
  return Object.entries(pairs).flatMap(([what, [counted, seen]]) =>
    counted === seen ? [] : [`${what}: ${counted}, ${seen}`],
  );
}
