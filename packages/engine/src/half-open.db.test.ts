import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '@leeway/db/testing';
import { LIMITS } from '@leeway/domain/limits';
import { describe, it, type TestContext } from 'vitest';
import { createLog } from './runtime/log.ts';
import { startEngine } from './start-engine.ts';
import { seedKey, seedUseCase, testEnv } from './testing/engine-fixture.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';

const SLACK = 4;
const LIMIT_MS = LIMITS.submitWaitMs + LIMITS.submitConnectMs + LIMITS.submitStatementMs;

interface Counts {
  readonly submitted: number;
  readonly done: number;
  readonly waiting: number;
}

/** An engine that reaches its store through a proxy; gone when the test is over. */
async function startBehindProxy({ expect, onTestFinished }: TestContext) {
  const database = await createTestDatabase();
  await seedUseCase(database, { name: 'plain' });
  const key = await seedKey(database, null);
  const proxy = await startTcpProxy(database.connectionString);
  const env = testEnv(database, { connectionString: proxy.connectionString });
  const engine = await startEngine(env, createLog('test', 'silent'));
  onTestFinished(async () => {
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
  const counts = async (): Promise<Counts | undefined> => {
    const { rows } = await database.pool.query<Counts>(`
      select coalesce(sum(submitted_count), 0)::int as submitted, coalesce(sum(done_count), 0)::int as done,
        (select count(*)::int from job) as waiting
      from (select submitted_count, done_count from usage_delta
        union all select submitted_count, done_count from use_case_total) as parts`);
    return rows[0];
  };
  const sessionCount = async (): Promise<number | undefined> => {
    const { rows } = await database.pool.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and application_name ~ '^leeway-(submitter|engine) '`,
    );
    return rows[0]?.n;
  };
  return { proxy, submit, counts, sessionCount };
}

describe.concurrent('connections to the store that are open and dead', () => {
  // Most of the time each waits until its engine has given the dead ones up.
  it.for(['blackhole', 'mute'] as const)(
    '%s: no call outlasts its limit, repeats store each request once, and the pools heal',
    { timeout: 200_000 },
    async (mode, context) => {
      const { expect } = context;
      const { proxy, submit, counts, sessionCount } = await startBehindProxy(context);
      const keys = Array.from({ length: 10 }, () => randomUUID());
      expect(await submit(randomUUID())).toBe(201);
      proxy.swallow(mode);
      const startedAt = performance.now();
      expect(new Set(await Promise.all(keys.map(submit)))).toEqual(new Set([503]));
      expect(performance.now() - startedAt).toBeLessThan(SLACK * LIMIT_MS);
      proxy.mend();

      for (const requestKey of keys)
        await expect.poll(() => submit(requestKey), { timeout: 30_000, interval: 100 }).toBe(201);
      const submitted = 2 * (keys.length + 1);
      await expect.poll(counts, { timeout: 60_000, interval: 100 }).toEqual({ submitted, done: submitted, waiting: 0 });
      await expect.poll(sessionCount, { timeout: 60_000, interval: 100 }).toBeLessThanOrEqual(11);
    },
  );
});
