import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { LIMITS } from '@leeway/domain/limits';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from './runtime/log.ts';
import { type Engine, startEngine } from './start-engine.ts';
import { seedKey, seedUseCase, testEnv } from './testing/engine-fixture.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';

const SLACK = 4;
const LIMIT_MS = LIMITS.submitWaitMs + LIMITS.submitConnectMs + LIMITS.submitStatementMs;

describe('connections to the store that are open and dead', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let engine: Engine;
  let key: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'plain' });
    key = await seedKey(database, null);
    proxy = await startTcpProxy(database.connectionString);
    const env = testEnv(database, { connectionString: proxy.connectionString });
    engine = await startEngine(env, createLog('test', 'silent'));
  });
  afterAll(async () => {
    proxy.mend();
    await engine.stop();
    await proxy.close();
    await database.drop();
  });

  const submit = async (requestKey: string): Promise<number> => {
    const answer = await fetch(`${engine.url}/v1/use-cases/plain/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': requestKey },
      body: '{"jobs":[{"payload":1},{"payload":2}]}',
    });
    if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe('1');
    return answer.status;
  };
  const counts = async () => {
    const { rows } = await database.pool.query<{ submitted: number; done: number; waiting: number }>(`
      select coalesce(sum(submitted_count), 0)::int as submitted, coalesce(sum(done_count), 0)::int as done,
        (select count(*)::int from job) as waiting
      from (select submitted_count, done_count from usage_delta
        union all select submitted_count, done_count from use_case_total) as parts`);
    return rows[0];
  };
  const sessionCount = async () => {
    const { rows } = await database.pool.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and application_name ~ '^leeway-(submitter|engine) '`,
    );
    return rows[0]?.n;
  };

  it.each(['blackhole', 'mute'] as const)(
    '%s: no call outlasts its limit, repeats store each request once, and the pools heal',
    async (mode) => {
      const before = await counts();
      const keys = Array.from({ length: 10 }, () => randomUUID());
      expect(await submit(randomUUID())).toBe(201);
      proxy.swallow(mode);
      const startedAt = performance.now();
      expect(new Set(await Promise.all(keys.map(submit)))).toEqual(new Set([503]));
      expect(performance.now() - startedAt).toBeLessThan(SLACK * LIMIT_MS);
      proxy.mend();

      for (const requestKey of keys)
        await expect.poll(() => submit(requestKey), { timeout: 30_000, interval: 100 }).toBe(201);
      const submitted = (before?.submitted ?? 0) + 2 * (keys.length + 1);
      await expect.poll(counts, { timeout: 60_000, interval: 100 }).toEqual({ submitted, done: submitted, waiting: 0 });
      await expect.poll(sessionCount, { timeout: 60_000, interval: 100 }).toBeLessThanOrEqual(11);
    },
    200_000,
  );
});
