import { LIMITS } from '@leeway/domain/limits';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerOf } from './testing/call-engine.ts';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';
import { ODD_WAYS } from './testing/handlers/throw-oddly.ts';
import { untilDrained } from './testing/until-drained.ts';

function expectShowable(message: string): void {
  expect(message).not.toBe('not dead');
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(LIMITS.errorBytes);
  expect(message.isWellFormed()).toBe(true);
}

/** What handlers and programs say of a failure is written by the same statement as the successes beside it. */
describe('hostile results', () => {
  let tier: EngineFixture;
  beforeAll(async () => {
    tier = await startEngineFixture([
      { name: 'odd', handler: 'throw-oddly', maxAttempts: 1 },
      { name: 'odd-together', handler: 'throw-oddly', maxAttempts: 1, megaJobMaxCount: 50, megaJobMaxWaitMs: 5 },
      { name: 'lent', runtime: 'remote', maxAttempts: 1 },
    ]);
  });
  afterAll(() => tier.stop());

  /** Each odd one stands between two that end in order. */
  const mixed = ODD_WAYS.flatMap((how) => ['end', how, 'end']);
  const deadMessageOf = async (id: string): Promise<string> => {
    const { rows } = await tier.database.pool.query(
      `select coalesce(failure_message, '') as message from dead_job where $1 in (id::text, first_id::text)`,
      [id.replace(/^job_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
    );
    return rows[0]?.message ?? 'not dead';
  };

  it.each(['odd', 'odd-together'])(
    'of handlers (%s): each kills its own job with a message that can be shown, and no other',
    async (useCase) => {
      const ids = await tier.submit(
        useCase,
        mixed.map((how) => ({ payload: { how } })),
      );
      await untilDrained(tier.database);
      for (const [index, how] of mixed.entries()) {
        const job = await tier.getJob(String(ids[index]));
        expect([how, job.state]).toEqual([how, how === 'end' ? 'done' : 'dead']);
        if (how === 'end') continue;
        expectShowable(await deadMessageOf(String(ids[index])));
      }
    },
    90_000,
  );

  it('of programs: whatever a nack says, the acks beside it count', async () => {
    const call = callerOf(tier.engine.url, tier.key);
    const texts = [
      '\u0000',
      '\ud800',
      'x'.repeat(200_000),
      `'; drop table job; --`,
      '\u202e\u2028',
      '😀'.repeat(9_000),
    ];
    const ids = await tier.submit('lent', new Array(2 * texts.length).fill({ payload: null }));
    const { body } = await call('POST', '/v1/leases', { useCases: ['lent'], count: ids.length, waitMs: 5_000 });
    const leases = body.leases as { jobId: string; token: string }[];
    expect(leases).toHaveLength(ids.length);
    const held = leases.map(({ jobId, token }) => ({ jobId, token }));
    const [nacked, acked] = [held.slice(0, texts.length), held.slice(texts.length)];
    const answers = await Promise.all([
      call('POST', '/v1/leases/ack', { leases: acked }),
      ...nacked.map((lease, index) =>
        call('POST', '/v1/leases/nack', { leases: [{ ...lease, reason: texts[index] }] }),
      ),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(new Array(answers.length).fill(200));
    await untilDrained(tier.database);
    for (const { jobId } of acked) expect((await tier.getJob(jobId)).state).toBe('done');
    for (const { jobId } of nacked) expectShowable(await deadMessageOf(jobId));
  });
});
