import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { encodeJobKey, type JobKey, toJobId } from '@leeway/domain/job-id';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { getJob } from './get-job.ts';
import { type JobList, listJobs } from './list-jobs.ts';
import { readStoreTime } from './store-time.ts';

let database: TestDatabase;
let useCaseNo: number;
let otherNo: number;
let remoteNo: number;
let now: number;

beforeAll(async () => {
  database = await createTestDatabase();
  useCaseNo = await seedUseCase(database, { name: 'mail', maxAttempts: 5 });
  otherNo = await seedUseCase(database, { name: 'other' });
  remoteNo = await seedUseCase(database, { name: 'far', runtime: 'remote', maxAttempts: 5 });
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('truncate job, delayed_job, dead_job, job_history, foreign_lease');
  now = await readStoreTime(database.pool);
});

let tie = 0;
function newKey(deadlineAt: number, { shard = 3, no = useCaseNo } = {}): JobKey {
  tie += 1;
  return encodeJobKey({ shard, useCaseNo: no, deadlineAt, tie });
}

async function addWaiting(key: JobKey, attempt = 1): Promise<void> {
  await database.pool.query(`insert into job values ($1, $2, $3, $4, '{"card": "secret"}')`, [
    key,
    attempt,
    now,
    now - 5,
  ]);
}

async function addDelayed(key: JobKey, failure: string | null): Promise<void> {
  await database.pool.query(`insert into delayed_job values ($1, 3, $2, 2, $3, $3, '1', $4, 'boom')`, [
    key,
    now + 60_000,
    now,
    failure,
  ]);
}

async function addDead(key: JobKey, deadAt: number): Promise<void> {
  await database.pool.query(`insert into dead_job values ($1, $2, 5, $3, $3, $4, $5, '1', 'TIMEOUT', 'too long')`, [
    key,
    useCaseNo,
    now - 100,
    now - 40,
    deadAt,
  ]);
}

interface Ended {
  readonly outcome: 'done' | 'retried' | 'dead';
  readonly attempt?: number;
  readonly endedAt?: number;
}

async function addHistory(key: JobKey, { outcome, attempt = 1, endedAt = now }: Ended): Promise<void> {
  const failure = outcome === 'done' ? [null, null] : ['HANDLER_ERROR', `attempt ${attempt} failed`];
  await database.pool.query(`insert into job_history values ($1, $2, $3, $4, $5, $5, $6, $7, 1.5, $8, $9)`, [
    key,
    useCaseNo,
    attempt,
    outcome,
    endedAt - 100,
    endedAt - 70,
    endedAt,
    ...failure,
  ]);
}

describe('a job', () => {
  test('that waits has not started, and its payload stays where it is', async () => {
    const key = newKey(now + 1_000);
    await addWaiting(key);
    expect(await getJob(database.pool, key)).toEqual({
      id: toJobId(key),
      useCase: 'mail',
      runtime: 'process',
      state: 'waiting',
      attempt: 1,
      maxAttempts: 5,
      submittedAt: now - 5,
      availableAt: now,
      deadlineAt: now + 1_000,
      concurrencyKey: null,
      dueAt: null,
      leaseExpiresAt: null,
      leaseHolder: null,
      startedAt: null,
      endedAt: null,
      delayMs: null,
      runMs: null,
      cpuMs: null,
      failure: null,
      note: null,
    });
  });

  test('that waits again tells how it failed, not when', async () => {
    const key = newKey(now);
    await addWaiting(key, 2);
    await addHistory(key, { outcome: 'retried' });
    expect(await getJob(database.pool, key)).toMatchObject({
      state: 'waiting',
      attempt: 2,
      startedAt: null,
      failure: { code: 'HANDLER_ERROR', message: 'attempt 1 failed' },
    });
  });

  test('that is delayed says until when, and why', async () => {
    const key = newKey(now);
    await addDelayed(key, 'TIMEOUT');
    expect(await getJob(database.pool, key)).toMatchObject({
      state: 'delayed',
      dueAt: now + 60_000,
      failure: { code: 'TIMEOUT', message: 'boom' },
    });
  });

  test('that was done says how long it took', async () => {
    const key = newKey(now);
    await addHistory(key, { outcome: 'retried', attempt: 1, endedAt: now - 500 });
    await addHistory(key, { outcome: 'done', attempt: 2 });
    expect(await getJob(database.pool, key)).toMatchObject({
      state: 'done',
      attempt: 2,
      startedAt: now - 70,
      endedAt: now,
      delayMs: 30,
      runMs: 70,
      cpuMs: 1.5,
      failure: null,
    });
  });

  test('whose success was not kept is done, with unknown times', async () => {
    const key = newKey(now);
    await addHistory(key, { outcome: 'retried', attempt: 1 });
    expect(await getJob(database.pool, key)).toMatchObject({
      state: 'done',
      attempt: 2,
      endedAt: null,
      runMs: null,
      cpuMs: null,
    });
  });

  test('that is dead says why', async () => {
    const key = newKey(now);
    await addDead(key, now);
    await addHistory(key, { outcome: 'dead', attempt: 5 });
    expect(await getJob(database.pool, key)).toMatchObject({
      state: 'dead',
      attempt: 5,
      endedAt: now,
      cpuMs: 1.5,
      failure: { code: 'TIMEOUT', message: 'too long' },
    });
  });

  test('that nobody heard of is not found', async () => {
    await expect(getJob(database.pool, newKey(now))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(getJob(database.pool, newKey(now, { no: 9_999 }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a job of a remote use case', () => {
  test('that a program holds is shown as leased, until when, since when and with which key, alone and in the list', async () => {
    const [held, free] = [newKey(now + 1_000, { no: remoteNo }), newKey(now + 2_000, { no: remoteNo })];
    await addWaiting(held, 2);
    await addWaiting(free);
    await database.pool.query(
      `insert into foreign_lease (id, attempt, token, shard, leased_at, expires_at, holder)
       values ($1, 2, gen_random_uuid(), 3, $2, $3, 'key_a')`,
      [held, now + 40, now + 60_000],
    );
    await database.pool.query(
      `insert into api_key (id, name, secret_hash, last_four, expires_at) values ('key_a', 'render farm', '', 'abcd', now())`,
    );
    const shown = {
      state: 'leased',
      runtime: 'remote',
      attempt: 2,
      startedAt: now + 40,
      delayMs: 40,
      endedAt: null,
      leaseHolder: 'render farm',
    };
    expect(await getJob(database.pool, held)).toMatchObject({ ...shown, leaseExpiresAt: now + 60_000 });
    expect(await getJob(database.pool, free)).toMatchObject({
      state: 'waiting',
      startedAt: null,
      leaseExpiresAt: null,
      leaseHolder: null,
    });
    const { rows } = await listJobs(database.pool, { useCase: 'far', state: 'waiting' });
    expect(rows).toMatchObject([
      { ...shown, id: toJobId(held) },
      { id: toJobId(free), state: 'waiting', leaseHolder: null },
    ]);
  });

  test('has the CPU time that its program reported, and none where it said nothing', async () => {
    const [said, silent] = [newKey(now, { no: remoteNo }), newKey(now, { no: remoteNo })];
    await addHistory(said, { outcome: 'done' });
    await addHistory(silent, { outcome: 'done' });
    await database.pool.query('update job_history set cpu_ms = 0 where id = $1', [silent]);
    expect(await getJob(database.pool, said)).toMatchObject({ state: 'done', cpuMs: 1.5 });
    expect(await getJob(database.pool, silent)).toMatchObject({ state: 'done', cpuMs: null });
  });
});

async function readAll(state: JobList): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 20; page++) {
    const { rows, nextCursor } = await listJobs(database.pool, { useCase: 'mail', state, cursor });
    ids.push(...rows.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = nextCursor;
  }
  throw new Error('the list does not end');
}

describe('the list of', () => {
  test.each(['waiting', 'delayed'] as const)(
    '%s jobs goes through all shards in deadline order, each job once',
    async (state) => {
      const keys = Array.from({ length: 137 }, (_, index) =>
        newKey(now + Math.floor(index / 5), { shard: (index * 7) % 16 }),
      );
      const twins = [0, 9, 15].map((shard) => encodeJobKey({ shard, useCaseNo, deadlineAt: now + 9, tie: 5 }));
      for (const key of [...keys, ...twins]) await (state === 'waiting' ? addWaiting(key) : addDelayed(key, null));
      const foreign = newKey(now, { no: otherNo });
      await (state === 'waiting' ? addWaiting(foreign) : addDelayed(foreign, null));
      const inOrder = [...keys, ...twins].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
      expect(await readAll(state)).toEqual(inOrder.map(toJobId));
    },
  );

  test('dead jobs is newest first', async () => {
    const keys = Array.from({ length: 120 }, () => newKey(now));
    for (const [index, key] of keys.entries()) await addDead(key, now - Math.floor(index / 3));
    const ids = await readAll('dead');
    expect(new Set(ids)).toEqual(new Set(keys.map(toJobId)));
    expect(ids).toHaveLength(120);
    expect(ids[0]).toBe([...keys.slice(0, 3)].map(toJobId).sort().at(-1));
  });

  test('failures shows each failed attempt, with the state of the job now; successes are listed apart', async () => {
    const [retried, dead, done] = [newKey(now), newKey(now), newKey(now)];
    await addHistory(retried, { outcome: 'retried', endedAt: now - 3 });
    await addDelayed(retried, 'HANDLER_ERROR');
    await addHistory(dead, { outcome: 'dead', attempt: 5, endedAt: now - 2 });
    await addDead(dead, now - 2);
    await addHistory(done, { outcome: 'retried', endedAt: now - 4 });
    await addHistory(done, { outcome: 'done', attempt: 2, endedAt: now - 1 });

    const failed = await listJobs(database.pool, { useCase: 'mail', state: 'failed' });
    expect(failed.rows.map(({ id, state, attempt, failure }) => [id, state, attempt, failure?.message])).toEqual([
      [toJobId(dead), 'dead', 5, 'attempt 5 failed'],
      [toJobId(retried), 'delayed', 1, 'attempt 1 failed'],
      [toJobId(done), 'done', 1, 'attempt 1 failed'],
    ]);
    const succeeded = await listJobs(database.pool, { useCase: 'mail', state: 'done' });
    expect(succeeded.rows.map(({ id, runMs }) => [id, runMs])).toEqual([[toJobId(done), 70]]);
  });

  test('refuses a cursor of another list', async () => {
    const key = newKey(now);
    for (const cursor of ['', 'nonsense', `h1-${key}`, 'q0']) {
      const asked = listJobs(database.pool, { useCase: 'mail', state: 'waiting', cursor });
      await expect(asked, cursor).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: [{ field: 'cursor' }] });
    }
    const asked = listJobs(database.pool, { useCase: 'mail', state: 'dead', cursor: `q${'0'.repeat(26)}` });
    await expect(asked).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

/** Deadline and tie first, then the shard. */
function orderOf(key: JobKey): string {
  const digits = key.replaceAll('-', '');
  return digits.slice(10) + digits.slice(0, 4);
}
