import type { OperationAnswer } from '@leeway/domain/job-operation';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CallEngine, callerOf } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { type EngineFixture, seedKey, seedUseCase, startEngineFixture } from '../testing/engine-fixture.ts';
import { seedDead } from '../testing/seed-dead.ts';

let tier: EngineFixture;
let call: CallEngine;
let useCaseNo: number;
let name: string;

beforeAll(async () => {
  tier = await startEngineFixture([{ name: 'theirs', team: 'search' }]);
  call = callerOf(tier.engine.url, tier.key);
});
afterAll(() => tier.stop());
let useCaseCount = 0;
beforeEach(async () => {
  useCaseCount += 1;
  name = `mail-${useCaseCount}`;
  useCaseNo = await seedUseCase(tier.database, { name });
  await expect.poll(async () => (await call('GET', `/v1/use-cases/${name}/operations`)).status).toBe(200);
});

const ADDRESS = () => `/v1/use-cases/${name}/operations`;

async function begin(filter: unknown): Promise<OperationAnswer> {
  const answer = await call('POST', ADDRESS(), { kind: 'redrive', filter, reason: 'the mail server is back' });
  expect(answer.status).toBe(202);
  expect(answer.headers.get('location')).toBe(`/v1/operations/${answer.body.id}`);
  return answer.body as unknown as OperationAnswer;
}

async function untilEnded(id: string): Promise<OperationAnswer> {
  const read = async () => (await call('GET', `/v1/operations/${id}`)).body as unknown as OperationAnswer;
  await expect.poll(async () => (await read()).state, { timeout: 20_000, interval: 50 }).toMatch(/done|stopped/);
  return await read();
}

async function deadCount(): Promise<number> {
  const { rows } = await tier.database.pool.query('select count(*)::int as n from dead_job where use_case_no = $1', [
    useCaseNo,
  ]);
  return rows[0].n;
}

describe('a bulk redrive', () => {
  it('brings back what its filter matches, in all shards, and tells how many', async () => {
    await seedDead(tier.database, { useCaseNo, count: 700, message: 'Error: No such Mailbox (7%)' });
    await seedDead(tier.database, { useCaseNo, count: 300, firstTie: 10_000, message: 'Error: full' });
    await seedDead(tier.database, {
      useCaseNo,
      count: 40,
      firstTie: 20_000,
      code: 'TIMEOUT',
      message: 'no such mailbox',
    });
    const filter = { failureCode: 'HANDLER_ERROR', text: 'such mailbox (7%' };
    expect((await call('POST', `${ADDRESS()}/preview`, { kind: 'redrive', filter })).body).toEqual({
      count: 700,
      isMore: false,
    });
    const asked = await begin(filter);
    expect(asked).toMatchObject({ kind: 'redrive', useCase: name, filter, askedBy: 'API key test' });
    expect(await untilEnded(asked.id)).toMatchObject({
      state: 'done',
      totalCount: 700,
      doneCount: 700,
      skippedCount: 0,
      reason: 'the mail server is back',
      stoppedBy: null,
    });
    expect(await deadCount()).toBe(340);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('keeps to the stretch of time in which they died, its ends included', async () => {
    const now = Date.now();
    for (const [index, diedAgoMs] of [10_000, 20_000, 30_000, 40_000].entries())
      await seedDead(tier.database, { useCaseNo, count: 5, diedAgoMs, firstTie: 100 * (index + 1) });
    const filter = {
      diedFrom: new Date(now - 31_000).toISOString(),
      diedTo: new Date(now - 15_000).toISOString(),
    };
    const asked = await begin(filter);
    expect(asked.filter).toEqual(filter);
    expect(await untilEnded(asked.id)).toMatchObject({ totalCount: 10, doneCount: 10 });
    expect(await deadCount()).toBe(10);
  });

  it('does not bring back for ever what dies again', async () => {
    // Registered as it is from the start: a change of handler takes up to a second to be in force.
    name = `throws-${useCaseCount}`;
    useCaseNo = await seedUseCase(tier.database, { name, handler: 'misbehave', maxAttempts: 1 });
    await expect.poll(async () => (await call('GET', ADDRESS())).status).toBe(200);
    await seedDead(tier.database, { useCaseNo, count: 50, payload: { how: 'throw' } });
    const asked = await begin({});
    expect(await untilEnded(asked.id)).toMatchObject({ totalCount: 50, doneCount: 50 });
    await expect.poll(deadCount, { timeout: 15_000 }).toBe(50);
    const { rows } = await tier.database.pool.query(
      `select count(*)::int as n from job_history where use_case_no = $1 and outcome = 'redriven'`,
      [useCaseNo],
    );
    expect(rows[0].n).toBe(50);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('leaves dead what another job holds the dedupe key of, and says how many', async () => {
    const dedupeHash = '11111111-1111-4111-8111-111111111111';
    await seedDead(tier.database, { useCaseNo, count: 3, firstTie: 2 ** 42 + 1, dedupeHash });
    await seedDead(tier.database, { useCaseNo, count: 4 });
    // The first of them takes the key, so the others cannot.
    expect(await untilEnded((await begin({})).id)).toMatchObject({ totalCount: 7, doneCount: 5, skippedCount: 2 });
    expect(await deadCount()).toBe(2);
  });

  it('can be stopped: what is back stays back, the rest stays dead', async () => {
    await seedDead(tier.database, { useCaseNo, count: 20_000 });
    const asked = await begin({});
    const done = async () => (await call('GET', `/v1/operations/${asked.id}`)).body.doneCount;
    await expect.poll(done, { timeout: 10_000, interval: 20 }).toBeGreaterThan(0);
    const stopped = await call('POST', `/v1/operations/${asked.id}/stop`, {});
    expect(stopped.body).toMatchObject({ state: 'stopped', stoppedBy: 'API key test' });
    const left = await deadCount();
    expect(left).toBe(20_000 - Number(stopped.body.doneCount));
    expect(left).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await deadCount()).toBe(left);
    expect((await call('POST', `/v1/operations/${asked.id}/stop`, {})).body.code).toBe('WRONG_STATE');
    expect(await findImbalance(tier.database)).toEqual([]);
  }, 30_000);

  it('refuses a sixth while five of a use case are open', async () => {
    // A shard that nobody owns keeps an operation open.
    await seedDead(tier.database, { useCaseNo, count: 1 });
    const open = (index: number) =>
      tier.database.pool.query(
        `insert into job_operation (id, kind, use_case_no, filter, asked_by, reason, asked_at, open_part_count)
         values ($1, 'redrive', $2, '{}', 'x', 'x', 1, 1)`,
        [`op_${String(index).padStart(20, '0')}`, useCaseNo],
      );
    for (let index = 1; index <= 5; index++) await open(index);
    const answer = await call('POST', ADDRESS(), { kind: 'redrive', reason: 'again' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(await deadCount()).toBe(1);
  });

  it.each([
    [{ kind: 'redrive' }, ['reason']],
    [{ kind: 'redrive', reason: '' }, ['reason']],
    [{ kind: 'explode', reason: 'x' }, ['kind']],
    [{ kind: 'redrive', reason: 'x', filter: { diedFrom: 'yesterday' } }, ['filter.diedFrom']],
    [{ kind: 'redrive', reason: 'x', filter: { states: ['waiting'] } }, ['filter.states']],
    [{ kind: 'redrive', reason: 'x', filter: { text: 'a\u0000' } }, ['filter.text']],
    [{ kind: 'redrive', reason: 'x', filter: { failureCode: 'OTHER' } }, ['filter.failureCode']],
    [[], ['body']],
  ])('refuses %j, naming the field', async (body, fields) => {
    const answer = await call('POST', ADDRESS(), body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map(({ field }) => field)).toEqual(fields);
  });

  it('of another team cannot be begun, seen or stopped', async () => {
    const stranger = callerOf(tier.engine.url, await seedKey(tier.database, 'search'));
    const asked = await begin({});
    await expect.poll(async () => (await stranger('GET', '/v1/operations/op_1')).status).toBe(400);
    for (const [method, address, body] of [
      ['GET', `/v1/operations/${asked.id}`, undefined],
      ['POST', `/v1/operations/${asked.id}/stop`, {}],
      ['GET', ADDRESS(), undefined],
      ['POST', ADDRESS(), { kind: 'redrive', reason: 'x' }],
      ['POST', `${ADDRESS()}/preview`, { kind: 'redrive' }],
    ] as const)
      expect((await stranger(method, address, body)).status).toBe(404);
    expect((await call('GET', '/v1/operations/op_zzzzzzzzzzzzzzzzzzzz')).status).toBe(404);
  });
});
