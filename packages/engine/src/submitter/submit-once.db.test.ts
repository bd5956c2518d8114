import { randomUUID } from 'node:crypto';
import { holdsDedupeKey, parseJobId } from '@leeway/domain/job-id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, type FixtureAnswer, seedKey, startEngineFixture } from '../testing/engine-fixture.ts';

interface Answered {
  readonly id: string;
  readonly deadlineAt: string;
  readonly deduplicated?: true;
}

const jobsOf = (answer: FixtureAnswer) => answer.body.jobs as Answered[];
const fieldsOf = (answer: FixtureAnswer) =>
  ((answer.body.errors ?? []) as { field: string }[]).map(({ field }) => field);
/** Far enough ahead that nothing runs while a test looks. */
const availableAt = new Date(Date.now() + 3_600_000).toISOString();

describe('submitting exactly once', () => {
  let fixture: EngineFixture;
  beforeAll(async () => {
    fixture = await startEngineFixture([
      { name: 'plain' },
      { name: 'other' },
      { name: 'failing', handler: 'misbehave', maxAttempts: 2, backoffBaseMs: 100, backoffCapMs: 100 },
      { name: 'mortal', handler: 'misbehave', maxAttempts: 1 },
    ]);
  });
  afterAll(() => fixture.stop());

  const submittedCount = async () => {
    const { rows } = await fixture.database.pool.query(`
      select coalesce(sum(submitted_count), 0)::int as n
      from (select submitted_count from usage_delta union all select submitted_count from use_case_total) as parts`);
    return rows[0].n as number;
  };
  const submit = (name: string, jobs: unknown[], key?: string) =>
    fixture.post(name, { jobs }, key === undefined ? {} : { 'idempotency-key': key });
  const submitOne = async (name: string, job: object): Promise<Answered> => {
    const [answered] = jobsOf(await submit(name, [{ payload: 1, ...job }]));
    if (answered === undefined) throw new Error('no job');
    return answered;
  };

  describe('with an Idempotency-Key', () => {
    it('answers a repeat as it answered the first, and stores nothing', async () => {
      const key = randomUUID();
      const jobs = [{ payload: 1 }, { payload: 2, availableAt }];
      const first = await submit('plain', jobs, key);
      const count = await submittedCount();
      const repeat = await submit('plain', jobs, key);
      expect([first.status, repeat.status]).toEqual([201, 201]);
      expect(repeat.body).toEqual(first.body);
      expect([first, repeat].map((answer) => answer.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
      expect(await submittedCount()).toBe(count);
    });

    it('refuses another body with 422 that names the header', async () => {
      const key = randomUUID();
      await submit('plain', [{ payload: 1 }], key);
      const answer = await submit('plain', [{ payload: 2 }], key);
      expect(answer).toMatchObject({ status: 422, type: 'application/problem+json', body: { code: 'KEY_REUSED' } });
      expect(fieldsOf(answer)).toEqual(['idempotency-key']);
    });

    it('keeps use cases and teams apart', async () => {
      const key = randomUUID();
      const teamKey = await seedKey(fixture.database, 'payments');
      const first = await submit('plain', [{ payload: 1 }], key);
      const other = await submit('other', [{ payload: 1 }], key);
      const headers = { authorization: `Bearer ${teamKey}`, 'idempotency-key': key };
      await expect
        .poll(async () => (await fixture.post('other', { jobs: [{ payload: 1 }] }, headers)).status)
        .toBe(201);
      const team = await fixture.post('plain', { jobs: [{ payload: 1 }] }, headers);
      expect(new Set([first, other, team].flatMap(jobsOf).map(({ id }) => id)).size).toBe(3);
    });

    it('gives one set of jobs to any number of repeats at once', async () => {
      const keys = Array.from({ length: 5 }, () => randomUUID());
      const before = await submittedCount();
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => submit('plain', [{ payload: 1 }, { payload: 2 }], keys[index % 5])),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(answers.flatMap(jobsOf).map(({ id }) => id)).size).toBe(10);
      expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === null)).toHaveLength(5);
      expect(await submittedCount()).toBe(before + 10);
    });

    it('does not wait long for a first that is stuck: nothing is stored, and the next repeat is', async () => {
      const key = randomUUID();
      const { pool } = fixture.database;
      const client = await pool.connect();
      try {
        await client.query('begin; lock table submit_request in share mode');
        const before = await submittedCount();
        const answer = await submit('plain', [{ payload: 1 }], key);
        expect(answer).toMatchObject({ status: 503, body: { code: 'OVERLOADED' } });
        expect(answer.headers.get('retry-after')).toBe('1');
        expect(await submittedCount()).toBe(before);
      } finally {
        await client.query('rollback');
        client.release();
      }
      expect((await submit('plain', [{ payload: 1 }], key)).status).toBe(201);
    });

    it.each([
      ['empty', ''],
      ['with a space', 'a b'],
      ['not ASCII', 'é'],
      ['too long', 'x'.repeat(256)],
    ])('refuses a key that is %s', async (_what, key) => {
      const answer = await submit('plain', [{ payload: 1 }], key);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ['idempotency-key']]);
    });

    it('forgets nothing of a request that was not valid: its key is free', async () => {
      const key = randomUUID();
      expect((await submit('plain', [], key)).status).toBe(400);
      expect((await submit('plain', [{ payload: 1 }], key)).status).toBe(201);
    });

    it('repeats which jobs were duplicates', async () => {
      const holder = await submitOne('plain', { dedupeKey: 'held', availableAt });
      const key = randomUUID();
      const jobs = [{ payload: 0 }, { payload: 1, dedupeKey: 'held' }];
      const first = await submit('plain', jobs, key);
      expect(jobsOf(first)[1]).toEqual({ ...holder, deduplicated: true });
      expect((await submit('plain', jobs, key)).body).toEqual(first.body);
    });
  });

  describe('with a dedupe key', () => {
    it('stores one job until it ends, within a request and between requests', async () => {
      const job = { payload: 1, dedupeKey: 'report-7', availableAt };
      const before = await submittedCount();
      const answers = await Promise.all(Array.from({ length: 20 }, () => submit('plain', [job, job, job])));
      const answered = answers.flatMap(jobsOf);
      expect(new Set(answered.map(({ id }) => id)).size).toBe(1);
      expect(answered.filter(({ deduplicated }) => deduplicated === undefined)).toHaveLength(1);
      expect(await submittedCount()).toBe(before + 1);
      expect((await submitOne('other', job)).deduplicated).toBeUndefined();
    });

    it('takes a windowed and an unwindowed claim to the same key as one key', async () => {
      const first = await submitOne('plain', { dedupeKey: 'both', availableAt });
      const windowed = await submitOne('plain', { dedupeKey: 'both', dedupeWindowMs: 1 });
      expect(windowed).toMatchObject({ id: first.id, deduplicated: true });
    });

    it('frees the key when the job is done', async () => {
      const first = await submitOne('plain', { dedupeKey: 'again' });
      const key = parseJobId(first.id);
      expect(key !== null && holdsDedupeKey(key)).toBe(true);
      await fixture.untilState(first.id, ['done']);
      const second = await submitOne('plain', { dedupeKey: 'again' });
      expect(second.deduplicated).toBeUndefined();
    });

    it('keeps the key through retries and frees it when the job is dead', async () => {
      const job = { payload: { how: 'throw' }, dedupeKey: 'troubled' };
      const first = await submitOne('failing', job);
      for (let state = ''; state !== 'dead'; ) {
        const again = await submitOne('failing', job);
        state = (await fixture.getJob(first.id)).state;
        // What was told before the state was read may have changed meanwhile, so only a living holder binds.
        if (state !== 'dead') expect(again.id).toBe(first.id);
      }
    });

    it('names a holder that was moved by the id that it always had, with its deadline of now', async () => {
      const { pool } = fixture.database;
      const job = { payload: 1, dedupeKey: 'moved', availableAt };
      const { id, deadlineAt } = await submitOne('plain', job);
      const laterAt = Date.parse(deadlineAt) + 60_000;
      await pool.query(
        `with moved as (
           update delayed_job set first_id = id, id = moved_job_key(id, $2) where id = $1 returning id, first_id
         ) update job_dedupe d set job_id = moved.id from moved where d.job_id = moved.first_id`,
        [parseJobId(id), laterAt],
      );
      const key = randomUUID();
      const first = await submit('plain', [job], key);
      expect(jobsOf(first)).toEqual([
        { id, availableAt, deadlineAt: new Date(laterAt).toISOString(), deduplicated: true },
      ]);
      expect((await submit('plain', [job], key)).body).toEqual(first.body);
    });

    it('a dead job remembers the key that it gave back', async () => {
      const { id } = await submitOne('mortal', { payload: { how: 'throw' }, dedupeKey: 'buried' });
      await fixture.untilState(id, ['dead']);
      const { rows } = await fixture.database.pool.query('select dedupe_hash from dead_job where id = $1', [
        parseJobId(id),
      ]);
      expect(rows[0].dedupe_hash).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('holds a window whatever becomes of the job, and not longer', async () => {
      const job = { dedupeKey: 'hourly', dedupeWindowMs: 1_500 };
      const first = await submitOne('plain', job);
      await fixture.untilState(first.id, ['done']);
      const acceptedAt = Date.parse((await fixture.getJob(first.id)).submittedAt);
      for (;;) {
        const next = await submitOne('plain', job);
        if (next.deduplicated === undefined) {
          const nextAt = Date.parse((await fixture.getJob(next.id)).submittedAt);
          expect(nextAt - acceptedAt).toBeGreaterThanOrEqual(1_500);
          break;
        }
        expect(next.id).toBe(first.id);
      }
    });

    it.each([
      ['an empty key', { dedupeKey: '' }, 'jobs[0].dedupeKey'],
      ['a key of 201 characters', { dedupeKey: 'x'.repeat(201) }, 'jobs[0].dedupeKey'],
      ['a key that is a number', { dedupeKey: 7 }, 'jobs[0].dedupeKey'],
      ['half a surrogate pair', { dedupeKey: '\ud800' }, 'jobs[0].dedupeKey'],
      ['a window without a key', { dedupeWindowMs: 1_000 }, 'jobs[0].dedupeWindowMs'],
      ['a window of nothing', { dedupeKey: 'a', dedupeWindowMs: 0 }, 'jobs[0].dedupeWindowMs'],
      ['a window of 31 days', { dedupeKey: 'a', dedupeWindowMs: 31 * 86_400_000 }, 'jobs[0].dedupeWindowMs'],
    ])('refuses %s', async (_what, more, field) => {
      const answer = await submit('plain', [{ payload: 1, ...more }]);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    });

    it('takes keys of any alphabet, 200 characters long', async () => {
      for (const dedupeKey of ['é\u0000🙂', "'; drop table job; --", 'x'.repeat(200), '__proto__']) {
        const first = await submitOne('plain', { dedupeKey, availableAt });
        expect(await submitOne('plain', { dedupeKey })).toMatchObject({ id: first.id, deduplicated: true });
      }
    });
  });
});
