import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';
import { STORE_FAULTS } from './testing/store-faults.ts';

/** Of each kind of fault; one call in five fails. */
const RATE = 0.05;
const ROUNDS = 80;
const SEED = Date.now() % 1_000_000;

describe(`a store whose calls fail one time in five, seed ${SEED}`, () => {
  let fixture: EngineFixture;
  beforeAll(async () => {
    const seeds = [
      { name: 'plain' },
      { name: 'gathered', megaJobMaxCount: 20 },
      { name: 'failing', handler: 'misbehave', maxAttempts: 3 },
    ];
    fixture = await startEngineFixture(seeds, {}, { rate: RATE, seed: SEED });
  });
  afterAll(() => fixture.stop());

  const totals = async () => {
    const { rows } = await fixture.database.pool.query<Record<string, number>>(`
      select sum(submitted_count)::int as submitted, sum(done_count)::int as done, sum(dead_count)::int as dead,
        sum(failed_count)::int as failed, sum(delayed_in_count - delayed_out_count)::int as delayed,
        (select count(*)::int from job) + (select count(*)::int from delayed_job) as left_over,
        (select count(*)::int from dead_job) as dead_rows,
        (select count(*)::int from job_history where outcome <> 'done') as kept_failures
      from (
        select submitted_count, done_count, dead_count, failed_count, delayed_in_count, delayed_out_count from usage_delta
        union all
        select submitted_count, done_count, dead_count, failed_count, delayed_in_count, delayed_out_count from use_case_total
      ) as parts`);
    return rows[0];
  };

  it('loses nothing, keeps nothing twice, and counts exactly', async () => {
    const ids: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const soon = new Date(Date.now() + 200).toISOString();
      const submitted = await Promise.all([
        fixture.submit('plain', [{ payload: 1 }, { payload: 2, availableAt: soon }]),
        fixture.submit(
          'gathered',
          Array.from({ length: 30 }, (_, index) => ({ payload: index })),
        ),
        fixture.submit('failing', [{ payload: { how: 'throw' } }, { payload: { how: 'nothing' } }]),
      ]);
      ids.push(...submitted.flat());
    }
    expect(new Set(ids).size).toBe(ROUNDS * 34);
    await expect.poll(totals, { timeout: 60_000, interval: 200 }).toEqual({
      submitted: ROUNDS * 34,
      done: ROUNDS * 33,
      dead: ROUNDS,
      failed: ROUNDS * 3,
      delayed: 0,
      left_over: 0,
      dead_rows: ROUNDS,
      kept_failures: ROUNDS * 3,
    });
    for (const fault of STORE_FAULTS) expect(fixture.faultCounts()[fault], fault).toBeGreaterThan(2);
  }, 120_000);
});
