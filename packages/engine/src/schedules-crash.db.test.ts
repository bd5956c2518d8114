import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { toJobId } from '@leeway/domain/job-id';
import { SECOND_MS } from '@leeway/domain/units';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { seedSchedule } from './testing/seed-schedule.ts';

const KILLS = 5;
const SCHEDULES = 4;

interface Run {
  readonly id: string;
  readonly at: number;
}

interface FireRow {
  readonly fire_at: number;
  readonly job_id: Parameters<typeof toJobId>[0] | null;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('schedules that fire every second while engines are killed', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-schedules-'));
  const file = path.join(folder, 'runs.jsonl');
  const engines: EngineProcess[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    writeFileSync(file, '');
    await seedUseCase(database, { name: 'recorded', handler: 'record-run' });
  });
  afterAll(async () => {
    for (const engine of engines) await engine.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<EngineProcess> =>
    await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
  const fires = async (id: string): Promise<FireRow[]> =>
    (
      await database.pool.query<FireRow>(
        'select fire_at, job_id from schedule_fire where schedule_id = $1 order by fire_at',
        [id],
      )
    ).rows;
  const runs = (): Run[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Run);

  it('each instant makes one job, which runs, never early', async () => {
    engines.push(await start(), await start());
    const from = Math.ceil(Date.now() / SECOND_MS) * SECOND_MS + SECOND_MS;
    await Promise.all(
      Array.from({ length: SCHEDULES }, (_, no) =>
        seedSchedule(database, {
          useCase: 'recorded',
          name: `each-second-${no}`,
          payload: JSON.stringify({ file }),
          nextFireAt: from,
        }),
      ),
    );
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(500 + Math.random() * 1_500);
      const victim = engines[kill % 2];
      if (kill === 2) {
        victim?.child.kill('SIGSTOP');
        await pause(4_500);
        victim?.child.kill('SIGCONT');
        continue;
      }
      await victim?.kill();
      engines[kill % 2] = await start();
    }
    await database.pool.query('update schedule set is_paused = true, next_fire_at = null');
    const endAt = Date.now();

    const { rows: schedules } = await database.pool.query<{ id: string; fire_count: number }>(
      'select id, fire_count from schedule',
    );
    const dueAt = new Map<string, number>();
    for (const { id, fire_count } of schedules) {
      // The last ones are kept: each a second after the one before, and as many in all as there were seconds.
      const own = await fires(id);
      const first = own[0]?.fire_at ?? 0;
      expect(own.map(({ fire_at }) => fire_at)).toEqual(own.map((_, index) => first + index * SECOND_MS));
      expect(own.at(-1)?.fire_at).toBe(from + (fire_count - 1) * SECOND_MS);
      expect(own.at(-1)?.fire_at).toBeGreaterThan(endAt - 10 * SECOND_MS);
      for (const { job_id, fire_at } of own) dueAt.set(job_id === null ? 'none' : toJobId(job_id), fire_at);
    }
    const fireCount = schedules.reduce((sum, schedule) => sum + schedule.fire_count, 0);
    const started = () => new Set(runs().map((run) => run.id));
    await expect.poll(() => started().size, { timeout: 60_000, interval: 100 }).toBe(fireCount);
    expect([...dueAt.keys()].filter((id) => !started().has(id))).toEqual([]);
    expect(runs().filter((run) => run.at < (dueAt.get(run.id) ?? 0))).toEqual([]);

    const submitted = async () => {
      const { rows } = await database.pool.query<{ n: number }>(
        `select sum(submitted_count)::int as n
         from (select submitted_count from usage_delta union all select submitted_count from use_case_total) as parts`,
      );
      return rows[0]?.n;
    };
    await expect.poll(submitted, { timeout: 10_000 }).toBe(fireCount);
  }, 180_000);
});
