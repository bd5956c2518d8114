import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallEngine, callerOf, type EngineAnswer } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { type EngineFixture, startEngineFixture } from '../testing/engine-fixture.ts';

let tier: EngineFixture;
let call: CallEngine;

beforeAll(async () => {
  tier = await startEngineFixture([{ name: 'theirs', runtime: 'remote', delayToleranceMs: 3_600_000 }]);
  call = callerOf(tier.engine.url, tier.key);
});
afterAll(() => tier.stop());

const submit = (payloads: readonly unknown[]): Promise<string[]> =>
  tier.submit(
    'theirs',
    payloads.map((payload) => ({ payload })),
  );
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

interface Leased {
  readonly jobId: string;
  readonly token: string;
}

async function lease(count: number): Promise<Leased[]> {
  const { body } = await call('POST', '/v1/leases', { useCases: ['theirs'], count, seconds: 60 });
  return body.leases as Leased[];
}

const ack = async (leases: readonly Leased[]): Promise<unknown> =>
  (await call('POST', '/v1/leases/ack', { leases: leases.map(({ jobId, token }) => ({ jobId, token })) })).body.results;

const cancel = (id: string): Promise<EngineAnswer> => call('POST', `/v1/jobs/${id}/cancel`, { reason: 'not needed' });

describe('a job that programs run', () => {
  it('is not leased any more once it is cancelled', async () => {
    const [unwanted = '', wanted = ''] = await submit([1, 2]);
    expect((await cancel(unwanted)).body).toEqual({ id: unwanted, state: 'cancelled' });
    const leases = await lease(10);
    expect(leases.map(({ jobId }) => jobId)).toEqual([wanted]);
    await ack(leases);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('loses its lease when it is cancelled: whoever holds it hears so, and nothing is counted twice', async () => {
    const [id = ''] = await submit([1]);
    const leases = await lease(1);
    expect(leases.map(({ jobId }) => jobId)).toEqual([id]);
    expect((await cancel(id)).body).toEqual({ id, state: 'cancelled' });
    expect(await ack(leases)).toEqual([expect.objectContaining({ jobId: id, status: 'refused', code: 'LEASE_LOST' })]);
    expect((await tier.getJob(id)).state).toBe('cancelled');
    expect(await lease(10)).toEqual([]);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('is cancelled or acknowledged, never both, when both come at once', async () => {
    const ids = await submit(Array.from({ length: 200 }, (_, index) => index));
    const leases = await lease(200);
    const [answers, acked] = await Promise.all([
      Promise.all(ids.map(cancel)),
      Promise.all(leases.map(async (one) => ({ id: one.jobId, results: (await ack([one])) as { status: string }[] }))),
    ]);
    const cancelled = new Set(ids.filter((_, index) => answers[index]?.status === 200));
    const done = new Set(acked.filter(({ results }) => results[0]?.status === 'done').map(({ id }) => id));
    expect([...cancelled].filter((id) => done.has(id))).toEqual([]);
    expect(cancelled.size + done.size).toBe(200);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('is leased first under its id when its new deadline is the earliest; while it is leased it keeps the one it has', async () => {
    const ids = await submit([1, 2, 3]);
    const last = (await lease(1))[0]?.jobId === ids[0] ? ids[2] : ids[0];
    const change = await call('POST', `/v1/jobs/${last}/deadline`, { deadlineAt: inMs(60_000) });
    expect([change.status, change.body]).toEqual([200, expect.objectContaining({ id: last, state: 'waiting' })]);
    const [first] = await lease(1);
    expect(first?.jobId).toBe(last);
    const late = await call('POST', `/v1/jobs/${last}/deadline`, { deadlineAt: inMs(90_000) });
    expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATE']);
    expect(await ack(first === undefined ? [] : [first])).toEqual([{ jobId: last, status: 'done' }]);
    expect(await findImbalance(tier.database)).toEqual([]);
  });
});
