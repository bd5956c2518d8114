import type { TestDatabase } from '@leeway/db/testing';
import { expect } from 'vitest';
import { findImbalance } from './conservation.ts';

interface Counted {
  readonly submitted: number;
  readonly done: number;
  readonly dead: number;
  readonly lostLeases: number;
}

/** By the counters, folded or not. */
async function readCounts({ pool }: TestDatabase): Promise<Counted> {
  const { rows } = await pool.query<Counted>(`
    select coalesce(sum(submitted_count), 0)::int as submitted, coalesce(sum(done_count), 0)::int as done,
      coalesce(sum(dead_count), 0)::int as dead, coalesce(sum(lost_lease_count), 0)::int as "lostLeases"
    from (select submitted_count, done_count, dead_count, lost_lease_count from usage_delta
      union all select submitted_count, done_count, dead_count, lost_lease_count from use_case_total) as parts`);
  if (rows[0] === undefined) throw new Error('no counters');
  return rows[0];
}

/** Resolves when no job is left; every one that was submitted must then be done or dead, and counted once. */
export async function untilDrained(database: TestDatabase, timeout = 40_000): Promise<Counted> {
  const left = async () =>
    (await database.pool.query('select (select count(*) from job) + (select count(*) from delayed_job) as n')).rows[0]
      .n;
  await expect.poll(async () => Number(await left()), { timeout, interval: 100 }).toBe(0);
  expect(await findImbalance(database)).toEqual([]);
  const counts = await readCounts(database);
  expect(counts.done + counts.dead).toBe(counts.submitted);
  return counts;
}
