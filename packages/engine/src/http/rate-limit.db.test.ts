import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, seedKey, startEngineFixture } from '../testing/engine-fixture.ts';

/** The longest a change may take to be in force, and what a busy machine adds. */
const IN_FORCE_MS = 1_000;
const SLACK_MS = 1_000;

describe('the submit rate limit, over HTTP', () => {
  let fixture: EngineFixture;
  beforeAll(async () => {
    fixture = await startEngineFixture([
      { name: 'free' },
      { name: 'slow', rateLimit: { perSecond: 1, burst: 10 } },
      { name: 'repeated', rateLimit: { perSecond: 1, burst: 10 } },
      { name: 'counted', rateLimit: { perSecond: 1, burst: 5 } },
      { name: 'changed', rateLimit: { perSecond: 1, burst: 2 } },
      { name: 'granted', rateLimit: { perSecond: 1, burst: 2 } },
    ]);
  });
  afterAll(() => fixture.stop());

  const jobs = (count: number) => ({ jobs: Array.from({ length: count }, () => ({ payload: null })) });
  const post = (name: string, count: number, headers?: Record<string, string>) =>
    fixture.post(name, jobs(count), headers);
  const storedCount = async (name: string): Promise<number> => {
    const { rows } = await fixture.database.pool.query<{ count: number }>(
      `select coalesce(sum(submitted_count), 0)::integer as count from (
         select use_case_no, submitted_count from usage_delta
         union all select use_case_no, submitted_count from use_case_total
       ) as usage join use_case on no = use_case_no where name = $1`,
      [name],
    );
    return rows[0]?.count ?? 0;
  };

  it('counts jobs, refuses whole requests, and says when to come back and what remains', async () => {
    const first = await post('slow', 7);
    expect(first.status).toBe(201);
    expect(first.headers.get('ratelimit-policy')).toBe('"use-case";q=10;w=10;qu="jobs"');
    expect(first.headers.get('ratelimit')).toMatch(/^"use-case";r=3;t=[67]$/);
    const refused = await post('slow', 10);
    expect(refused).toMatchObject({ status: 429, type: 'application/problem+json' });
    expect(refused.body).toMatchObject({ code: 'RATE_LIMITED', status: 429 });
    expect(refused.body.detail).toMatch(/use case slow takes 1 job per second, 10 at once; nothing was stored/);
    expect(refused.headers.get('retry-after')).toMatch(/^[67]$/);
    expect(refused.headers.get('ratelimit')).toMatch(/^"use-case";r=[34];t=[67]$/);
    expect(await storedCount('slow')).toBe(7);
  });

  it('refuses for good what no wait would let through', async () => {
    const refused = await post('slow', 11);
    expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
    expect(refused.body.errors).toMatchObject([{ field: 'jobs', message: /send at most 10 in one request/ }]);
  });

  it('says nothing of limits where there are none', async () => {
    const answer = await post('free', 500);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('ratelimit')).toBeNull();
  });

  it('charges a repeat with an Idempotency-Key once, and what was refused not at all', async () => {
    const key = { 'idempotency-key': 'the-same' };
    expect((await post('repeated', 5, key)).status).toBe(201);
    for (let count = 0; count < 4; count++) {
      const repeat = await post('repeated', 5, key);
      expect(repeat.status).toBe(201);
      expect(repeat.headers.get('idempotency-replayed')).toBe('true');
    }
    expect((await fixture.post('repeated', jobs(4), key)).status).toBe(422);
    expect((await post('repeated', 5)).status).toBe(201);
    expect((await post('repeated', 5)).status).toBe(429);
  });

  it('counts what it refused in the use case’s usage and in the metrics', async () => {
    await post('counted', 5);
    for (let count = 0; count < 3; count++) expect((await post('counted', 4)).status).toBe(429);
    const refusedCount = async () => {
      const { rows } = await fixture.database.pool.query<{ count: number }>(
        `select coalesce(sum(refused_count), 0)::integer as count from (
           select use_case_no, refused_count from usage_delta
           union all select use_case_no, refused_count from use_case_total
         ) as usage join use_case on no = use_case_no where name = 'counted'`,
      );
      return rows[0]?.count;
    };
    await expect.poll(refusedCount, { timeout: 10_000, interval: 100 }).toBe(12);
    const metrics = await (await fetch(`${fixture.engine.url}/metrics`)).text();
    expect(metrics).toMatch(/leeway_rate_limited_jobs_total\{limit="use-case"\} \d/);
  });

  /** Asks until a request of `count` jobs is no more than the limit allows at once; how long that took. */
  const untilFits = async (name: string, count: number, isFitting: boolean): Promise<number> => {
    const from = performance.now();
    while (performance.now() - from < 10_000) {
      const fits = (await post(name, count)).status !== 400;
      if (fits === isFitting) return performance.now() - from;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the change is not in force after ten seconds');
  };

  it('is in force within a second of a change of the policy', async () => {
    expect((await post('changed', 50)).status).toBe(400);
    const set = (burst: number) =>
      fixture.database.pool.query(`update use_case set rate_limit_burst = $1 where name = 'changed'`, [burst]);
    await set(100);
    expect(await untilFits('changed', 50, true)).toBeLessThan(IN_FORCE_MS + SLACK_MS);
    await set(20);
    expect(await untilFits('changed', 50, false)).toBeLessThan(IN_FORCE_MS + SLACK_MS);
  });

  it('is lifted within a second of a grant, and ends with it', async () => {
    expect((await post('granted', 20)).status).toBe(400);
    await fixture.database.pool.query(
      `insert into burst_grant (id, use_case_id, traffic_class, amounts, reason, starts_at, ends_at, granted_by)
       values ('grant_a', 'uc_granted', 'incident', '{"rateLimit":{"absolute":100}}', 'outage', now(), now() + interval '4 s', 'me')`,
    );
    const grantedAt = performance.now();
    expect(await untilFits('granted', 20, true)).toBeLessThan(IN_FORCE_MS + SLACK_MS);
    await untilFits('granted', 20, false);
    const lastedMs = performance.now() - grantedAt;
    expect(lastedMs).toBeGreaterThan(3_500);
    expect(lastedMs).toBeLessThan(4_000 + IN_FORCE_MS + SLACK_MS);
  });

  it('holds each key to its own limit, beside the use case’s', async () => {
    const key = await seedKey(fixture.database, null, { perSecond: 1, burst: 3 });
    const headers = { authorization: `Bearer ${key}` };
    await expect.poll(async () => (await post('free', 1, headers)).status, { timeout: 10_000 }).toBe(201);
    const last = await post('free', 2, headers);
    expect(last.headers.get('ratelimit')).toMatch(/^"key";r=[01];t=[23]$/);
    const refused = await post('free', 2, headers);
    expect(refused).toMatchObject({
      status: 429,
      body: { detail: expect.stringMatching(/API key test takes 1 job/) },
    });
    expect((await post('free', 200)).status).toBe(201);
  });
});
