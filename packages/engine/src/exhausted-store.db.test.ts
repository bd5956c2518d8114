import { migrate } from '@leeway/db/migrate';
import { createPool } from '@leeway/db/pool';
import type { TestDatabase } from '@leeway/db/testing';
import { startThrowAwayPostgres, type ThrowAwayPostgres } from '@leeway/db/testing/throw-away-postgres';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from './runtime/log.ts';
import { type Engine, startEngine } from './start-engine.ts';
import { seedKey, seedUseCase, testEnv } from './testing/engine-fixture.ts';

const CONNECTIONS = 40;

let server: ThrowAwayPostgres;
let database: TestDatabase;
let engine: Engine;
let key: string;
const others: Client[] = [];

beforeAll(async () => {
  server = await startThrowAwayPostgres({ settings: { max_connections: String(CONNECTIONS) } });
  const pool = createPool({ connectionString: server.adminUrl, max: 1, applicationName: 'leeway-test' });
  database = { connectionString: server.adminUrl, pool, drop: () => pool.end() };
  await migrate(pool);
  await seedUseCase(database, { name: 'plain' });
  key = await seedKey(database, null);
  engine = await startEngine(testEnv(database), createLog('test', 'silent'));
});
afterAll(async () => {
  await Promise.allSettled(others.map((client) => client.end()));
  await engine.stop();
  await database.drop();
  await server.stop();
});

/** Takes what is left, as another program with a leak would; each sleeps in a statement. */
async function exhaust(): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: server.adminUrl, application_name: 'another' });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch {
      return;
    }
    client.query('select pg_sleep(600)').catch(() => undefined);
    others.push(client);
  }
}

const submit = async () => {
  const startedAt = performance.now();
  const answer = await fetch(`${engine.url}/v1/use-cases/plain/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{"jobs":[{"payload":1}]}',
  });
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    tookMs: performance.now() - startedAt,
  };
};

it('submissions have connections of their own; without any they are told at once, and are taken again by themselves', async () => {
  await exhaust();
  expect(others.length).toBeGreaterThan(CONNECTIONS / 3);
  const statuses = await Promise.all(Array.from({ length: 50 }, submit));
  expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([201]));

  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name ~ '^leeway-submitter'`,
  );
  await exhaust();
  const refused = await submit();
  expect(refused).toMatchObject({ status: 503, retryAfter: '1' });
  expect(refused.tookMs).toBeLessThan(5_000);

  await Promise.allSettled(others.splice(0).map((client) => client.end()));
  await expect.poll(async () => (await submit()).status, { timeout: 30_000, interval: 100 }).toBe(201);
}, 120_000);
