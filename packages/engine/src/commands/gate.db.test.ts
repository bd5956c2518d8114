import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { encodeJobKey, type JobKey, toJobId } from '@leeway/domain/job-id';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../runtime/log.ts';
import { type Engine, startEngine } from '../start-engine.ts';
import { seedUseCase, testEnv } from '../testing/engine-fixture.ts';
import { createRunNotes } from '../testing/run-notes.ts';

let database: TestDatabase;
let engine: Engine | undefined;
const notes = createRunNotes();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await engine?.stop();
  await database.drop();
  notes.remove();
});

it('no job of a shard starts before what was asked of its former owner is known and done', async () => {
  const useCaseNo = await seedUseCase(database, { name: 'recorded', handler: 'record-run' });
  const keys = Array.from({ length: 20 }, (_, tie) =>
    encodeJobKey({ shard: 5, useCaseNo, deadlineAt: Date.now(), tie: tie + 1 }),
  );
  const [unwanted, ...others] = keys as [JobKey, ...JobKey[]];
  const payload = JSON.stringify({ file: notes.file });
  await database.pool.query(
    `insert into job (id, attempt, available_at, submitted_at, payload) select id, 1, now_ms(), now_ms(), $2 from unnest($1::uuid[]) id`,
    [keys, payload],
  );
  await database.pool.query('insert into usage_delta (use_case_no, at, submitted_count) values ($1, now_ms(), 20)', [
    useCaseNo,
  ]);
  await database.pool.query(
    `insert into job_command (id, kind, shard, job_id, asked_by, reason, asked_at, result)
     values ('cmd_00000000000000000001', 'cancel', 5, $1, 'Ann', 'while it ran', now_ms(), '{"state":"leased","isCarriedOut":true}')`,
    [unwanted],
  );
  const locker = await database.pool.connect();
  await locker.query('begin; lock table job_command in access exclusive mode');
  engine = await startEngine(testEnv(database), createLog('engine', 'silent'));
  const owned = async () =>
    (await database.pool.query('select count(*)::int as n from shard_lease where expires_at > now_ms()')).rows[0].n;
  await expect.poll(owned, { timeout: 10_000 }).toBe(16);
  // Long enough for a worker to start, and to run them all.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(notes.read()).toEqual([]);
  await locker.query('commit');
  locker.release();
  await expect.poll(() => notes.read().length, { timeout: 10_000, interval: 20 }).toBe(19);
  expect(new Set(notes.read().map(({ id }) => id))).toEqual(new Set(others.map(toJobId)));
  const { rows } = await database.pool.query(
    `select result->>'state' as state, ended_at is not null as over from job_command`,
  );
  expect(rows).toEqual([{ state: 'cancelled', over: true }]);
  expect((await database.pool.query('select outcome from job_history where id = $1', [unwanted])).rows).toEqual([
    { outcome: 'cancelled' },
  ]);
}, 60_000);
