import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import type { JobSubmission } from '@leeway/domain/submit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createQueueStore } from '../queue/queue-store.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { createRegistry } from '../registry/registry.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { type Engine, startEngine } from '../start-engine.ts';
import { createSubmitter } from '../submitter/submit-jobs.ts';
import { seedUseCase, testEnv } from '../testing/engine-fixture.ts';

const BACKLOG = 12_000;

/** Jobs that wait in the store before any engine lives, many more than an engine holds in memory. */
describe('a backlog larger than the window', () => {
  let database: TestDatabase;
  let engine: Engine;
  const log = createLog('test', 'silent');
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-backlog-'));
  const file = path.join(folder, 'runs.jsonl');

  beforeAll(async () => {
    database = await createTestDatabase();
    appendFileSync(file, '');
    await seedUseCase(database, { name: 'deep' });
    await seedUseCase(database, { name: 'recorded', handler: 'record-run' });
  });
  afterAll(async () => {
    await engine.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is run whole, each job once, and jobs of another process are found by polling', async () => {
    const registry = createRegistry(database.pool, systemClock, log);
    await registry.refreshOnce();
    const deep = registry.findByName('deep');
    const recorded = registry.findByName('recorded');
    if (deep === undefined || recorded === undefined) throw new Error('not seeded');
    const elsewhere = createSubmitter({
      store: createQueueStore(database.pool),
      clock: systemClock,
      now: Date.now,
      shardCount: 16,
    });
    const submit = (useCase: UseCaseEntry, submissions: JobSubmission[]) =>
      elsewhere.submitJobs({ useCase, submissions, key: null, apiKey: null });
    for (let count = 0; count < BACKLOG; count += 1_000)
      await submit(
        deep,
        Array.from({ length: 1_000 }, (_, index) => ({ payload: index })),
      );

    engine = await startEngine(testEnv(database), log);
    // Late, and with the earliest deadlines of all: they belong before what has been read.
    await submit(
      deep,
      Array.from({ length: 300 }, () => ({ payload: 0, delayToleranceMs: 0 })),
    );
    await submit(recorded, [{ payload: { file } }]);

    const done = async () => {
      const { rows } = await database.pool.query(`
        select coalesce(sum(done_count), 0)::int as n
        from (select done_count from usage_delta union all select done_count from use_case_total) as parts`);
      return rows[0].n as number;
    };
    await expect.poll(done, { timeout: 30_000, interval: 100 }).toBe(BACKLOG + 301);
    expect(readFileSync(file, 'utf8').trim().split('\n').length).toBe(1);
    expect((await database.pool.query('select count(*)::int as n from job')).rows[0].n).toBe(0);
  }, 60_000);
});
