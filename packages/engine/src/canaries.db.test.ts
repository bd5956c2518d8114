import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';

/** What occurs in payloads, in what handlers say of them and in keys, and nowhere else. */
const CANARY = 'canary-4711';

describe('payloads of a team', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-canaries-'));
  const logFile = path.join(folder, 'engine.log');
  let database: TestDatabase;
  let proxy: TcpProxy;
  let engine: EngineProcess;
  let keys: { readonly own: string; readonly stranger: string; readonly ended: string };

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'fails', handler: 'tell-payload', maxAttempts: 2, backoffBaseMs: 10 });
    await seedUseCase(database, { name: 'odd', handler: 'throw-oddly', maxAttempts: 1 });
    await seedUseCase(database, { name: 'lent', runtime: 'remote', maxAttempts: 5 });
    await seedUseCase(database, { name: 'letters', team: 'growth' });
    keys = {
      own: await seedKey(database, 'payments'),
      stranger: await seedKey(database, 'growth'),
      ended: await seedKey(database, 'payments'),
    };
    const { rows } = await database.pool.query(`select id from api_key order by created_at desc limit 1`);
    await database.pool.query('update api_key set revoked_at = now() where id = $1', [rows[0].id]);
    proxy = await startTcpProxy(database.connectionString);
    engine = await startEngineProcess({ connectionString: proxy.connectionString, port: await freePort(), logFile });
  });
  afterAll(async () => {
    proxy.mend();
    await engine.stop();
    await proxy.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const call = async (method: string, address: string, body?: unknown, key: string | null = keys.own) => {
    const answer = await fetch(engine.url + address, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
  };
  const submit = async (useCase: string, payload: unknown): Promise<string> =>
    (await call('POST', `/v1/use-cases/${useCase}/jobs`, { jobs: [{ payload }] })).json.jobs[0].id;

  it('are told to no key of another team, and to none that is not in force', async () => {
    const dead = await submit('fails', CANARY);
    const state = async () => (await call('GET', `/v1/jobs/${dead}`)).json.state;
    await expect.poll(state, { timeout: 15_000 }).toBe('dead');
    const lent = await submit('lent', CANARY);
    const lease = (await call('POST', '/v1/leases', { useCases: ['lent'], waitMs: 5_000 })).json.leases[0];
    await call('PUT', '/v1/use-cases/fails/schedules/nightly', { cron: '0 0 1 1 *', timeZone: 'UTC', payload: CANARY });
    const begun = await call('POST', '/v1/use-cases/fails/operations', {
      ...{ kind: 'redrive', filter: { text: 'nothing like it' }, reason: CANARY },
    });
    expect((await call('GET', `/v1/jobs/${dead}`)).text).toContain(CANARY);
    const held = { jobId: lent, token: lease.token };
    const reason = 'because';
    const requests: readonly (readonly [string, string, unknown?])[] = [
      ['GET', `/v1/jobs/${dead}`],
      ['GET', `/v1/jobs/${dead}/wait`],
      ['POST', `/v1/jobs/${dead}/redrive`, { reason }],
      ['POST', `/v1/jobs/${lent}/cancel`, { reason }],
      ['POST', `/v1/jobs/${lent}/deadline`, { delayToleranceMs: 1 }],
      ['GET', '/v1/use-cases/fails/wait'],
      ['POST', '/v1/use-cases/fails/jobs', { jobs: [{ payload: 1 }] }],
      ['GET', '/v1/use-cases/fails/operations'],
      ['POST', '/v1/use-cases/fails/operations', { kind: 'redrive', filter: { text: CANARY.slice(0, 3) }, reason }],
      ['POST', '/v1/use-cases/fails/operations/preview', { kind: 'redrive', filter: { text: CANARY.slice(0, 3) } }],
      ['GET', `/v1/operations/${begun.json.id}`],
      ['POST', `/v1/operations/${begun.json.id}/stop`],
      ['GET', '/v1/use-cases/fails/schedules'],
      ['GET', '/v1/use-cases/fails/schedules/nightly'],
      ['POST', '/v1/use-cases/fails/schedules/nightly/run'],
      ['POST', '/v1/leases', { useCases: ['lent'] }],
    ];
    for (const [method, address, body] of requests)
      for (const [key, refusal] of [
        [keys.stranger, 404],
        [keys.ended, 401],
        [null, 401],
      ] as const) {
        const { status, text } = await call(method, address, body, key);
        expect([method, address, status]).toEqual([method, address, refusal]);
        expect(text).not.toContain(CANARY);
      }
    // A lease is its token's, and still its team's alone.
    for (const [verb, lease] of [
      ['extend', { ...held, seconds: 60 }],
      ['nack', { ...held, reason }],
      ['ack', held],
    ] as const) {
      const { json, text } = await call('POST', `/v1/leases/${verb}`, { leases: [lease] }, keys.stranger);
      expect([verb, json.results?.[0]?.status]).toEqual([verb, 'refused']);
      expect(text).not.toContain(CANARY);
    }
    expect((await call('GET', `/v1/jobs/${lent}`)).json.state).toBe('leased');
  }, 60_000);

  it('are in no log and no metric, whatever goes wrong, nor are keys', async () => {
    for (const how of ['nul', 'proxy', 'huge']) await submit('odd', { how, [CANARY]: CANARY });
    await call('POST', '/v1/use-cases/fails/jobs', `{"jobs":[{"payload":"${CANARY}"`);
    await call('POST', '/v1/use-cases/fails/jobs', { jobs: [{ payload: `${CANARY}\u0000` }] });
    await call('POST', '/v1/use-cases/fails/jobs', { [CANARY]: 1 });
    proxy.cut();
    await call('POST', '/v1/use-cases/fails/jobs', { jobs: [{ payload: CANARY }] });
    proxy.mend();
    const accepted = async () =>
      (await call('POST', '/v1/use-cases/fails/jobs', { jobs: [{ payload: CANARY }] })).status;
    await expect.poll(accepted, { timeout: 15_000 }).toBe(201);
    const left = async () =>
      (await database.pool.query('select count(*)::int as n from job where job_use_case_no(id) <> 3')).rows[0].n;
    await expect.poll(left, { timeout: 15_000 }).toBe(0);

    const log = readFileSync(logFile, 'utf8');
    expect(log).toContain('engine runs');
    const { text: metrics } = await call('GET', '/metrics');
    for (const secret of [CANARY, ...Object.values(keys)]) {
      expect(log.split('\n').filter((line) => line.includes(secret))).toEqual([]);
      expect(metrics).not.toContain(secret);
    }
  }, 60_000);
});
