import type { JobWait } from '@leeway/domain/wait-reason';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashText, shardsOf } from './queue/shard-spread.ts';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';
import { createKeyNotes } from './testing/key-notes.ts';

const FLOOD = 50_000;
const MEASURED_MS = 3_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function countTransactions({ database }: EngineFixture): Promise<number> {
  const read = async () => {
    const { rows } = await database.pool.query<{ n: number }>(
      'select xact_commit::int as n from pg_stat_database where datname = current_database()',
    );
    return rows[0]?.n ?? 0;
  };
  // Sessions report what they did once a second at most.
  await pause(1_500);
  const before = await read();
  await pause(MEASURED_MS);
  await pause(1_500);
  return (await read()) - before;
}

/** Asks why a job waits, as its owner would. */
async function expectWait({ engine, key }: EngineFixture, id: string, running: readonly string[]): Promise<void> {
  const answer = await fetch(`${engine.url}/v1/jobs/${id}/wait`, { headers: { authorization: `Bearer ${key}` } });
  const { reason } = (await answer.json()) as JobWait;
  expect(reason?.gate).toBe('concurrencyKey');
  const reading = reason?.readings.find(({ gate }) => gate === 'concurrencyKey');
  expect(reading).toMatchObject({ isOpen: false, used: 2, limit: 2 });
  expect(reading?.keys?.[0]).toMatchObject({ key: 'flood', runningCount: 2 });
  expect(reading?.keys?.[0]?.jobIds.toSorted()).toEqual([...running].sort());
}

describe('a flood of one concurrency key', () => {
  let tier: EngineFixture;
  let useCaseNo: number;
  const notes = createKeyNotes();
  const job = (key: string, holdMs: number, more: object = {}) => ({
    concurrencyKey: key,
    payload: { file: notes.file, key, holdMs },
    ...more,
  });

  beforeAll(async () => {
    const customers = {
      ...{ name: 'customers', handler: 'hold-key', concurrencyKeyLimit: 2 },
      ...{ timeoutMs: 120_000, delayToleranceMs: 3_600_000 },
    };
    tier = await startEngineFixture([customers], { slotCount: 6 });
    const { rows } = await tier.database.pool.query<{ no: number }>('select no from use_case');
    useCaseNo = rows[0]?.no ?? 0;
  });
  afterAll(async () => {
    await tier.database.pool.query('delete from job');
    notes.release();
    await tier.stop();
    notes.remove();
  });

  it('runs at its limit and no more, others of the same use case and shard start at once, and nothing asks more often', async () => {
    await tier.submit('customers', [job('warm', 1)]);
    await expect.poll(() => notes.startsOf('warm').length, { timeout: 15_000 }).toBe(1);
    const idle = await countTransactions(tier);
    let flood: string[] = [];
    for (let count = 0; count < FLOOD; count += 1_000)
      flood = await tier.submit(
        'customers',
        Array.from({ length: 1_000 }, () => job('flood', 60_000)),
      );
    await expect.poll(() => notes.startsOf('flood').length, { timeout: 15_000 }).toBe(2);

    const shards = shardsOf(useCaseNo, 2, 16);
    const placeOf = (key: string) => hashText(key) % shards.length;
    const others = Array.from({ length: 200 }, (_, index) => `customer ${index}`);
    const inItsShard = others.filter((key) => placeOf(key) === placeOf('flood'));
    expect(inItsShard.length).toBeGreaterThan(20);
    const submittedAt = Date.now();
    await tier.submit('customers', [...others.map((key) => job(key, 1)), job('', 1, { concurrencyKey: undefined })]);
    await expect
      .poll(() => new Set(notes.read().map(({ key }) => key)).size, { timeout: 30_000, interval: 50 })
      .toBe(others.length + 3);
    const startedAts = notes.read().flatMap(({ key, at }) => (inItsShard.includes(key) ? [at - submittedAt] : []));
    expect(Math.max(...startedAts)).toBeLessThan(5_000);

    // What the burst of the others left to sum up is done in a while; what the flood cost would stay.
    await expect.poll(() => countTransactions(tier), { timeout: 60_000 }).toBeLessThan(1.5 * idle + 15);
    expect(notes.peakOf('flood')).toBe(2);
    await expectWait(
      tier,
      flood.at(-1) ?? '',
      notes.startsOf('flood').map(({ id }) => id),
    );
    expect(notes.startsOf('flood').length).toBe(2);
  }, 180_000);

  it('starts more of it within a second when the limit is raised, and what was behind it when it is removed', async () => {
    await tier.database.pool.query(`update use_case set concurrency_key_limit = 4 where name = 'customers'`);
    await expect.poll(() => notes.startsOf('flood').length, { timeout: 5_000, interval: 50 }).toBe(4);
    await tier.database.pool.query(`update use_case set concurrency_key_limit = null where name = 'customers'`);
    await expect.poll(() => notes.startsOf('flood').length, { timeout: 5_000, interval: 50 }).toBe(6);
  }, 60_000);
});
