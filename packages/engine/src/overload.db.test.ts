import { readFileSync } from 'node:fs';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { LIMITS } from '@leeway/domain/limits';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';

const CLIENTS = 200;
const FLOOD_MS = 6_000;
/** Without the limits it is at 650 within a second, and goes on from there. */
const RSS_LIMIT_MB = 450;
/** How long a busy machine may take for what is limited to a time. */
const SLACK = 4;

let database: TestDatabase;
let proxy: TcpProxy;
let engine: EngineProcess;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedUseCase(database, { name: 'plain' });
  key = await seedKey(database, null);
  proxy = await startTcpProxy(database.connectionString);
  engine = await startEngineProcess({ connectionString: proxy.connectionString, port: await freePort() });
});
afterAll(async () => {
  proxy.mend();
  await engine.kill();
  await proxy.close();
  await database.drop();
});

const rssMb = () => {
  const status = readFileSync(`/proc/${engine.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
};

const post = async (body: string) => {
  const startedAt = performance.now();
  const answer = await fetch(`${engine.url}/v1/use-cases/plain/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  });
  const { code } = (await answer.json()) as { code?: string };
  const retryAfter = answer.headers.get('retry-after');
  return { status: answer.status, retryAfter, code, tookMs: performance.now() - startedAt };
};

it.skipIf(process.platform !== 'linux')(
  'a flood while the store says nothing: 503 with Retry-After in time, memory within bounds, and work goes on by itself',
  async () => {
    expect((await post('{"jobs":[{"payload":1}]}')).status).toBe(201);
    const body = JSON.stringify({ jobs: Array.from({ length: 8 }, () => ({ payload: 'x'.repeat(128 * 1_024) })) });
    let highestMb = 0;
    const watch = setInterval(() => {
      highestMb = Math.max(highestMb, rssMb());
    }, 20);
    proxy.swallow('blackhole');
    const endAt = performance.now() + FLOOD_MS;
    const answers: Awaited<ReturnType<typeof post>>[] = [];
    const flood = async () => {
      while (performance.now() < endAt) answers.push(await post(body));
    };
    await Promise.all(Array.from({ length: CLIENTS }, flood));
    clearInterval(watch);

    expect(new Set(answers.map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(new Set(['503 1']));
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['OVERLOADED', 'STORE_UNAVAILABLE']));
    expect(highestMb).toBeLessThan(RSS_LIMIT_MB);
    const limitMs = LIMITS.submitWaitMs + LIMITS.submitConnectMs + LIMITS.submitStatementMs;
    expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(SLACK * limitMs);

    proxy.mend();
    await expect
      .poll(async () => (await post('{"jobs":[{"payload":1}]}')).status, { timeout: 30_000, interval: 200 })
      .toBe(201);
  },
  120_000,
);

it.skipIf(process.platform !== 'linux')(
  'an engine with connections that are open and dead stops in order all the same, and soon',
  async () => {
    const startedAt = performance.now();
    await engine.stop();
    expect(engine.child.exitCode).toBe(0);
    // Fifteen seconds for what was asked on a dead connection before, and a few for each step of the stop.
    expect(performance.now() - startedAt).toBeLessThan(35_000);
    engine = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
  },
  120_000,
);

const hostile: [string, () => string, number][] = [
  [
    'a million keys',
    () => `{"jobs":[{"payload":{${Array.from({ length: 1_000_000 }, (_, no) => `"${no}":0`).join()}}}]}`,
    413,
  ],
  [
    'half a million keys',
    () => `{"jobs":[{"payload":{${Array.from({ length: 600_000 }, (_, no) => `"${no}":0`).join()}}}]}`,
    400,
  ],
  ['a hundred thousand levels', () => `{"jobs":[{"payload":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`, 400],
  ['millions of empty arrays', () => `{"jobs":[{"payload":[${'[],'.repeat(2_000_000)}0]}]}`, 400],
  ['100 MB', () => `{"jobs":[{"payload":"${'x'.repeat(100_000_000)}"}]}`, 413],
];
it.skipIf(process.platform !== 'linux').each(hostile)(
  '%s, again and again: refused, and the memory stays',
  async (_what, build, status) => {
    const body = build();
    let highestMb = 0;
    for (let count = 0; count < 5; count++) {
      // A refusal may come while the body is still being sent, which ends the connection.
      const answer = await post(body).catch(() => ({ status: 413 }));
      expect(answer.status).toBe(status);
      highestMb = Math.max(highestMb, rssMb());
    }
    expect(highestMb).toBeLessThan(RSS_LIMIT_MB);
  },
  60_000,
);
