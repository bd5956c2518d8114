import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import type { JobKey } from '@leeway/domain/job-id';
import { MINUTE_MS } from '@leeway/domain/units';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { seedSchedule } from './testing/seed-schedule.ts';

interface Run {
  readonly id: string;
}

interface FireRow {
  readonly schedule_id: string;
  readonly fire_at: number;
  readonly job_id: JobKey | null;
}

describe('schedules of a tier that was away', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-schedules-'));
  const file = path.join(folder, 'runs.jsonl');
  const engines = new Set<EngineProcess>();

  beforeEach(async () => {
    database = await createTestDatabase();
    writeFileSync(file, '');
    await seedUseCase(database, { name: 'recorded', handler: 'record-run' });
  });
  afterEach(async () => {
    await Promise.all([...engines].map((engine) => engine.stop()));
    engines.clear();
    await database.drop();
    rmSync(file, { force: true });
  });

  const start = async (): Promise<EngineProcess> => {
    const engine = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
    engines.add(engine);
    return engine;
  };
  const runs = (): Run[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Run);
  const fires = async (): Promise<FireRow[]> =>
    (await database.pool.query<FireRow>('select * from schedule_fire order by schedule_id, no')).rows;
  const payload = JSON.stringify({ file });

  it('make up for what was missed when no engine was left, as their owners said', async () => {
    const from = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 5 * MINUTE_MS;
    const seed = { useCase: 'recorded', cron: '* * * * *', nextFireAt: from, payload };
    await seedSchedule(database, { ...seed, name: 'skip', missedRuns: 'skip' });
    await seedSchedule(database, { ...seed, name: 'once', missedRuns: 'runOnce' });
    await seedSchedule(database, { ...seed, name: 'all', missedRuns: 'runAll' });
    await Promise.all([start(), start()]);
    const jobCounts = async () => {
      const missed = (await fires()).filter(
        ({ fire_at, job_id }) => job_id !== null && fire_at <= from + 4 * MINUTE_MS,
      );
      return Map.groupBy(missed, (fire) => fire.schedule_id.split('-').at(-1));
    };
    await expect.poll(async () => (await jobCounts()).get('all')?.length, { timeout: 15_000 }).toBe(5);
    await expect.poll(() => runs().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(6);
    const counts = await jobCounts();
    expect(counts.get('once')?.length ?? 0).toBeLessThanOrEqual(1);
    expect(counts.get('skip')).toBeUndefined();
    expect(new Set(runs().map(({ id }) => id)).size).toBe(runs().length);
  }, 60_000);
});
