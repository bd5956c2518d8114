import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from './runtime/log.ts';
import { type Engine, startEngine } from './start-engine.ts';
import { seedKey, seedUseCase, testEnv } from './testing/engine-fixture.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';

describe('a store that goes away and comes back', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let engine: Engine;
  let key: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'plain' });
    key = await seedKey(database, null);
    proxy = await startTcpProxy(database.connectionString);
    engine = await startEngine(
      testEnv(database, { connectionString: proxy.connectionString }),
      createLog('test', 'silent'),
    );
  });
  afterAll(async () => {
    proxy.mend();
    await engine.stop();
    await proxy.close();
    await database.drop();
  });

  const submit = async () =>
    await fetch(`${engine.url}/v1/use-cases/plain/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"jobs":[{"payload":1},{"payload":2}]}',
    });
  const counts = async () => {
    const { rows } = await database.pool.query<{ submitted: number; done: number }>(`
      select coalesce(sum(submitted_count), 0)::int as submitted, coalesce(sum(done_count), 0)::int as done
      from (select submitted_count, done_count from usage_delta
        union all select submitted_count, done_count from use_case_total) as parts`);
    return rows[0];
  };

  it('answers 503 with Retry-After meanwhile, and goes on by itself: every job counted once', async () => {
    for (let round = 0; round < 3; round++) {
      const accepted = await Promise.all(Array.from({ length: 20 }, submit));
      expect(accepted.map((answer) => answer.status)).toEqual(new Array(20).fill(201));
      proxy.cut();
      const refused = await submit();
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(await refused.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      for (const path of [`jobs/job_${'0'.repeat(9)}1${'0'.repeat(22)}`, 'use-cases/unheard-of/jobs']) {
        const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
        const method = path.startsWith('jobs') ? 'GET' : 'POST';
        const body = method === 'POST' ? '{"jobs":[{"payload":1}]}' : null;
        const answer = await fetch(`${engine.url}/v1/${path}`, { method, headers, body });
        expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '1']);
      }
      expect((await fetch(`${engine.url}/readyz`)).status).toBe(503);
      proxy.mend();
      await expect.poll(async () => (await submit()).status, { timeout: 10_000 }).toBe(201);
    }
    await expect
      .poll(
        async () => {
          const found = await counts();
          return found !== undefined && found.done === found.submitted && found.done >= 120;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect((await database.pool.query('select count(*)::int as n from job')).rows[0].n).toBe(0);
  }, 60_000);
});
