import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@leeway/db/migrate';
import { MIGRATIONS_DIR } from '@leeway/db/migration-files';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { createProgram } from './testing/program.ts';
import { createRunNotes } from './testing/run-notes.ts';
import { untilDrained } from './testing/until-drained.ts';

/** Every table that jobs, leases and policy pass through gets a column, as the next version of each might have. */
const TABLES = [
  'job',
  'delayed_job',
  'dead_job',
  'usage_delta',
  'use_case_total',
  'shard_lease',
  'use_case',
  'api_key',
];
const NEXT = [
  ...TABLES.map((table) => `alter table ${table} add column next_version_count integer not null default 7;`),
  'create table next_version (id integer primary key);',
].join('\n');
/** A migration waits this long for a table at most, and whoever comes behind it as well. */
const LOCK_MS = 5_000;

let database: TestDatabase;
let dir: string;
const engines: EngineProcess[] = [];
const notes = createRunNotes();

beforeAll(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(path.join(tmpdir(), 'leeway-next-'));
  await cp(MIGRATIONS_DIR, dir, { recursive: true });
  await writeFile(path.join(dir, '9999_next_version.sql'), NEXT);
});
afterAll(async () => {
  for (const engine of engines) await engine.stop();
  await database.drop();
  await rm(dir, { recursive: true });
  notes.remove();
});

const start = async (): Promise<EngineProcess> => {
  const engine = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
  engines.push(engine);
  return engine;
};

it('engines of this version go on while the store gets the schema of a later one, and start on it', async () => {
  await seedUseCase(database, { name: 'recorded', handler: 'record-run' });
  const key = await seedKey(database, null);
  const first = await start();
  const of = (engine: EngineProcess) => createProgram({ url: engine.url, key, useCase: 'recorded', notes });
  const program = of(first);
  let isOver = false;
  let slowestMs = 0;
  const submitting = (async () => {
    while (!isOver) {
      const { status, tookMs } = await program.submit(5);
      expect(status).toBe(201);
      slowestMs = Math.max(slowestMs, tookMs);
      await sleep(5);
    }
  })();
  await expect.poll(() => program.accepted.size, { timeout: 10_000 }).toBeGreaterThan(50);
  await migrate(database.pool, { dir });
  const before = program.accepted.size;
  await expect.poll(() => program.accepted.size, { timeout: 10_000 }).toBeGreaterThan(before + 50);
  const second = await start();
  const later = of(second);
  await later.submit(20);
  isOver = true;
  await submitting;
  const { lostLeases } = await untilDrained(database);
  expect([program.missing(), later.missing(), program.repeated(), lostLeases]).toEqual([[], [], [], 0]);
  expect(slowestMs).toBeLessThan(LOCK_MS);
}, 90_000);
