import type { AckResult, ExtendResult, LeasedJob, NackResult } from '@leeway/domain/lease';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, seedKey, startEngineFixture } from '../testing/engine-fixture.ts';

const JOB = 'job_0001000001019aae9b1e80000000000a';
const TOKEN = `lease_${'0a'.repeat(16)}`;

describe('leases over HTTP', () => {
  let fixture: EngineFixture;
  /** Of the team payments. */
  let own: string;
  beforeAll(async () => {
    fixture = await startEngineFixture([
      { name: 'plain' },
      { name: 'far', runtime: 'remote', maxAttempts: 2, backoffBaseMs: 100, backoffCapMs: 100 },
      { name: 'farther', runtime: 'remote' },
      { name: 'theirs', runtime: 'remote', team: 'growth' },
    ]);
    own = await seedKey(fixture.database, 'payments');
  });
  afterAll(() => fixture.stop());

  const call = async (path: string, body: unknown, key = fixture.key) => {
    const answer = await fetch(fixture.engine.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const type = answer.headers.get('content-type');
    const problem = (await answer.json()) as {
      code?: string;
      detail?: string;
      errors?: { field: string }[];
      leases?: LeasedJob[];
      results?: unknown[];
    };
    return { status: answer.status, type, body: problem };
  };
  const lease = async (body: object, key = fixture.key): Promise<LeasedJob[]> => {
    const { status, body: answer } = await call('/v1/leases', body, key);
    expect(status, JSON.stringify(answer)).toBe(200);
    return answer.leases ?? [];
  };
  const resultsOf = async <Result>(path: string, leases: readonly object[], key = fixture.key): Promise<Result[]> => {
    const { status, body } = await call(`/v1/leases/${path}`, { leases }, key);
    expect(status, JSON.stringify(body)).toBe(200);
    return body.results as Result[];
  };
  const lostCount = async (name: string): Promise<number> => {
    const { rows } = await fixture.database.pool.query<{ n: number }>(
      `select coalesce(sum(lost_lease_count), 0)::int as n from (
         select use_case_no, lost_lease_count from usage_delta
         union all select use_case_no, lost_lease_count from use_case_total) as part
       join use_case on no = use_case_no where name = $1`,
      [name],
    );
    return rows[0]?.n ?? 0;
  };
  const proof = ({ jobId, token }: LeasedJob) => ({ jobId, token });

  const lists = (item: string) => [
    [`{"leases":"x"}`, 'leases'],
    [`{"leases":[]}`, 'leases'],
    [`{}`, 'leases'],
    [`{"leases":[${item}],"force":true}`, 'force'],
    [`{"leases":[7]}`, 'leases[0]'],
    [`{"leases":[{"token":"${TOKEN}"}]}`, 'leases[0].jobId'],
    [`{"leases":[{"jobId":"job_1","token":"${TOKEN}"}]}`, 'leases[0].jobId'],
    [`{"leases":[{"jobId":"${JOB}"}]}`, 'leases[0].token'],
    [`{"leases":[{"jobId":"${JOB}","token":"lease_1"}]}`, 'leases[0].token'],
    [`{"leases":[{"jobId":"${JOB}","token":"${TOKEN.toUpperCase()}"}]}`, 'leases[0].token'],
    [`{"leases":[${`${item},`.repeat(1_000)}${item}]}`, 'leases'],
    [`{"leases":[${item.replace('}', ',"owner":"me"}')}]}`, 'leases[0].owner'],
  ];
  const held = `{"jobId":"${JOB}","token":"${TOKEN}"}`;
  const extension = held.replace('}', ',"seconds":5}');
  const refusal = held.replace('}', ',"reason":"no"}');

  it.each([
    ['/v1/leases', 'body', ''],
    ['/v1/leases', 'body', '{"useCases":'],
    ['/v1/leases', 'useCases', '{}'],
    ['/v1/leases', 'useCases', '{"useCases":[]}'],
    ['/v1/leases', 'useCases', '{"useCases":"far"}'],
    ['/v1/leases', 'useCases[0]', '{"useCases":[1]}'],
    ['/v1/leases', 'useCases[0]', '{"useCases":["Far Away"]}'],
    ['/v1/leases', 'useCases', '{"useCases":["far","far"]}'],
    ['/v1/leases', 'useCases', JSON.stringify({ useCases: Array.from({ length: 21 }, (_, index) => `far-${index}`) })],
    ['/v1/leases', 'count', '{"useCases":["far"],"count":0}'],
    ['/v1/leases', 'count', '{"useCases":["far"],"count":1001}'],
    ['/v1/leases', 'count', '{"useCases":["far"],"count":"1"}'],
    ['/v1/leases', 'seconds', '{"useCases":["far"],"seconds":0}'],
    ['/v1/leases', 'seconds', '{"useCases":["far"],"seconds":0.5}'],
    ['/v1/leases', 'seconds', '{"useCases":["far"],"seconds":43201}'],
    ['/v1/leases', 'waitMs', '{"useCases":["far"],"waitMs":-1}'],
    ['/v1/leases', 'waitMs', '{"useCases":["far"],"waitMs":30001}'],
    ['/v1/leases', 'worker', '{"useCases":["far"],"worker":"w1"}'],
    ['/v1/leases', 'useCases[1]', '{"useCases":["far","plain"]}'],
    ...lists(extension).map(([body, field]) => ['/v1/leases/extend', field, body]),
    ['/v1/leases/extend', 'leases[0].seconds', `{"leases":[${held}]}`],
    ['/v1/leases/extend', 'leases[0].seconds', `{"leases":[${held.replace('}', ',"seconds":43201}')}]}`],
    ...lists(held).map(([body, field]) => ['/v1/leases/ack', field, body]),
    ['/v1/leases/ack', 'leases[0].cpuMs', `{"leases":[${held.replace('}', ',"cpuMs":-1}')}]}`],
    ['/v1/leases/ack', 'leases[0].runMs', `{"leases":[${held.replace('}', ',"runMs":"1"}')}]}`],
    ['/v1/leases/ack', 'leases[0].runMs', `{"leases":[${held.replace('}', ',"runMs":1e300}')}]}`],
    ...lists(refusal).map(([body, field]) => ['/v1/leases/nack', field, body]),
    ['/v1/leases/nack', 'leases[0].reason', `{"leases":[${held}]}`],
    ['/v1/leases/nack', 'leases[0].reason', `{"leases":[${held.replace('}', ',"reason":1}')}]}`],
    ['/v1/leases/nack', 'leases[0].code', `{"leases":[${refusal.replace('}', ',"code":"WORKER_DIED"}')}]}`],
    ['/v1/leases/nack', 'leases[0].delayMs', `{"leases":[${refusal.replace('}', ',"delayMs":-1}')}]}`],
    ['/v1/leases/nack', 'leases[0].delayMs', `{"leases":[${refusal.replace('}', ',"delayMs":1.5}')}]}`],
  ])('%s refuses, and names %s', async (path, field, body) => {
    if (body === undefined) throw new Error('no body');
    const answer = await call(path ?? '', body);
    expect({ status: answer.status, type: answer.type, code: answer.body.code }).toEqual({
      status: 400,
      type: 'application/problem+json',
      code: 'INVALID_INPUT',
    });
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
  });

  it('needs a key, and does not say whether a use case or a job of another team exists', async () => {
    await expect.poll(async () => (await call('/v1/leases', { useCases: ['far'] }, own)).status).toBe(200);
    await fixture.submit('theirs', [{ payload: 1 }]);
    const [theirs] = await lease({ useCases: ['theirs'] });
    expect((await call('/v1/leases', { useCases: ['far'] }, 'lw_live_x')).status).toBe(401);
    for (const name of ['theirs', 'nowhere']) {
      const answer = await call('/v1/leases', { useCases: ['far', name] }, own);
      expect(answer).toMatchObject({ status: 404, body: { errors: [{ field: 'useCases[1]' }] } });
    }
    if (theirs === undefined) throw new Error('nothing leased');
    const before = [await lostCount('theirs'), await lostCount('far')];
    const unknown = { jobId: JOB, token: TOKEN };
    for (const [path, more] of [
      ['ack', {}],
      ['nack', { reason: 'mine now' }],
      ['extend', { seconds: 5 }],
    ] as const) {
      const results = await resultsOf<AckResult>(
        path,
        [
          { ...proof(theirs), ...more },
          { ...unknown, ...more },
        ],
        own,
      );
      expect(results).toEqual([
        { jobId: theirs.jobId, status: 'refused', code: 'LEASE_LOST' },
        { jobId: JOB, status: 'refused', code: 'LEASE_LOST' },
      ]);
    }
    expect([await lostCount('theirs'), await lostCount('far')]).toEqual(before);
    expect(await resultsOf('ack', [proof(theirs)])).toEqual([{ jobId: theirs.jobId, status: 'done' }]);
  });

  it('hands out a job with all that is needed to do it, and to nobody else until it is acked', async () => {
    const payload = { to: 'ann@example.com', nested: [1, 'é', { __proto__x: null }] };
    const [id = ''] = await fixture.submit('far', [{ payload }]);
    const [job, ...more] = await lease({ useCases: ['far', 'farther'], count: 10, seconds: 30 });
    expect(more).toEqual([]);
    expect(job).toMatchObject({ jobId: id, useCase: 'far', payload, attempt: 1 });
    if (job === undefined) throw new Error('nothing leased');
    expect(Date.parse(job.deadlineAt) - Date.parse(job.availableAt)).toBe(60_000);
    expect(await lease({ useCases: ['far'] })).toEqual([]);
    expect(await fixture.getJob(id)).toMatchObject({
      state: 'leased',
      attempt: 1,
      leaseExpiresAt: job.expiresAt,
      startedAt: expect.any(String),
      endedAt: null,
    });
    expect(await resultsOf<AckResult>('ack', [{ ...proof(job), cpuMs: 12.5, runMs: 3 }])).toEqual([
      { jobId: id, status: 'done' },
    ]);
    expect(await fixture.getJob(id)).toMatchObject({ state: 'done', attempt: 1, cpuMs: 12.5, leaseExpiresAt: null });
    expect((await fixture.database.pool.query('select from foreign_lease where id::text like $1', [id])).rowCount).toBe(
      0,
    );
  });

  it('retries what is nacked, after the delay asked for, and buries it with its reason when attempts are used up', async () => {
    const [id = ''] = await fixture.submit('far', [{ payload: 1 }]);
    const [first] = await lease({ useCases: ['far'] });
    if (first === undefined) throw new Error('nothing leased');
    const before = Date.now();
    const [retried] = await resultsOf<NackResult>('nack', [
      { ...proof(first), reason: 'tooth\u0000ache '.repeat(2_000), delayMs: 700 },
    ]);
    expect(retried).toMatchObject({ jobId: id, status: 'retried' });
    expect(await fixture.getJob(id)).toMatchObject({
      state: 'delayed',
      attempt: 2,
      failure: { code: 'NACKED', message: expect.stringMatching(/^tooth\ufffdache /) },
    });
    const [second] = await lease({ useCases: ['far'], waitMs: 5_000 });
    expect(Date.now() - before).toBeGreaterThanOrEqual(690);
    expect(second).toMatchObject({ jobId: id, attempt: 2, deadlineAt: first.deadlineAt });
    if (second === undefined) throw new Error('nothing leased');
    expect(second.token).not.toBe(first.token);
    const late = await resultsOf<NackResult>('nack', [{ ...proof(first), reason: 'again', code: 'TIMEOUT' }]);
    // The same word again, from whoever lost the first answer: told the same.
    expect(late).toEqual([retried]);
    expect(await resultsOf<NackResult>('nack', [{ ...proof(second), reason: 'still', code: 'HANDLER_ERROR' }])).toEqual(
      [{ jobId: id, status: 'dead' }],
    );
    expect(await fixture.getJob(id)).toMatchObject({
      state: 'dead',
      attempt: 2,
      failure: { code: 'HANDLER_ERROR', message: 'still' },
    });
  });

  it('refuses the word of a holder whose lease expired while another holds the job, and counts it', async () => {
    const [id = ''] = await fixture.submit('farther', [{ payload: 1 }]);
    const [slow] = await lease({ useCases: ['farther'], seconds: 1 });
    const [quick] = await lease({ useCases: ['farther'], seconds: 60, waitMs: 10_000 });
    if (slow === undefined || quick === undefined) throw new Error('nothing leased');
    expect(quick).toMatchObject({ jobId: id, attempt: 2 });
    expect(Date.parse(slow.expiresAt)).toBeLessThanOrEqual(Date.now());
    const before = await lostCount('farther');
    const refused = { jobId: id, status: 'refused', code: 'LEASE_LOST' };
    expect(await resultsOf<AckResult>('ack', [proof(slow)])).toEqual([refused]);
    expect(await resultsOf<NackResult>('nack', [{ ...proof(slow), reason: 'late' }])).toEqual([refused]);
    expect(await resultsOf<ExtendResult>('extend', [{ ...proof(slow), seconds: 60 }])).toEqual([refused]);
    expect(await lostCount('farther')).toBe(before + 3);
    expect(await fixture.getJob(id)).toMatchObject({ state: 'leased', attempt: 2, leaseExpiresAt: quick.expiresAt });
    const [extended] = await resultsOf<ExtendResult>('extend', [{ ...proof(quick), seconds: 120 }]);
    expect(extended).toMatchObject({ jobId: id, status: 'extended' });
    const history = await fixture.database.pool.query(
      'select outcome, failure_code from job_history where use_case_no = 3',
    );
    expect(history.rows).toEqual([{ outcome: 'retried', failure_code: 'LEASE_EXPIRED' }]);
    expect(await resultsOf<AckResult>('ack', [proof(quick), proof(slow), proof(quick)])).toEqual([
      { jobId: id, status: 'done' },
      refused,
      { jobId: id, status: 'done' },
    ]);
    expect(await lostCount('farther')).toBe(before + 4);
  });

  it('leases, extends and settles a job that was redriven under the id that it always had', async () => {
    const [id = ''] = await fixture.submit('far', [{ payload: 1 }]);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const [job] = await lease({ useCases: ['far'], waitMs: 5_000 });
      if (job === undefined) throw new Error('nothing leased');
      await resultsOf<NackResult>('nack', [{ ...proof(job), reason: 'no', delayMs: 0 }]);
    }
    expect(await fixture.getJob(id)).toMatchObject({ state: 'dead' });
    expect((await call(`/v1/jobs/${id}/redrive`, {})).status).toBe(200);
    const [job] = await lease({ useCases: ['far'], waitMs: 5_000 });
    expect(job).toMatchObject({ jobId: id, attempt: 1 });
    if (job === undefined) throw new Error('nothing leased');
    expect(await fixture.getJob(id)).toMatchObject({ state: 'leased', leaseExpiresAt: job.expiresAt });
    expect(await resultsOf<ExtendResult>('extend', [{ ...proof(job), seconds: 90 }])).toMatchObject([
      { status: 'extended' },
    ]);
    expect(await resultsOf<AckResult>('ack', [proof(job)])).toEqual([{ jobId: id, status: 'done' }]);
    expect(await fixture.getJob(id)).toMatchObject({ state: 'done' });
  });

  it('shares a backlog out in deadline order, each job once, whoever calls at the same time', async () => {
    const tolerances = Array.from({ length: 300 }, (_, index) => 1_000 + ((index * 7_919) % 300) * 1_000);
    const ids = await fixture.submit(
      'far',
      tolerances.map((delayToleranceMs, index) => ({ payload: index, delayToleranceMs })),
    );
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => lease({ useCases: ['far'], count: 10, seconds: 60 + (index % 3) })),
    );
    const leased = answers.flat();
    expect(leased.map((job) => job.jobId).toSorted()).toEqual(ids.toSorted());
    for (const answer of answers) {
      const deadlines = answer.map((job) => job.deadlineAt);
      expect(deadlines).toEqual(deadlines.toSorted());
    }
    const results = await resultsOf<AckResult>('ack', leased.map(proof));
    expect(results.filter((result) => result.status !== 'done')).toEqual([]);
    const { rows } = await fixture.database.pool.query(
      'select (select count(*)::int from foreign_lease) as leases, (select count(*)::int from job) as jobs',
    );
    expect(rows).toEqual([{ leases: 0, jobs: 0 }]);
  });
});
