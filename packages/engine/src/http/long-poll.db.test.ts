import { hashApiKey } from '@leeway/domain/api-key';
import type { LeasedJob } from '@leeway/domain/lease';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineFixture, seedKey, startEngineFixture } from '../testing/engine-fixture.ts';

describe('a lease call that waits', () => {
  let fixture: EngineFixture;
  let isStopped: boolean;
  beforeEach(async () => {
    isStopped = false;
    fixture = await startEngineFixture([
      { name: 'far', runtime: 'remote' },
      { name: 'farther', runtime: 'remote' },
    ]);
  });
  afterEach(async () => {
    if (isStopped) await fixture.database.drop();
    else await fixture.stop();
  });

  const lease = async (body: object, signal?: AbortSignal) => {
    const answer = await fetch(`${fixture.engine.url}/v1/leases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${fixture.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    const { leases } = (await answer.json()) as { leases?: LeasedJob[] };
    return { status: answer.status, leases };
  };
  const waitingCount = async (): Promise<number> => {
    const text = await (await fetch(`${fixture.engine.url}/metrics`)).text();
    return Number(/^leeway_waiting_lease_calls (\d+)$/m.exec(text)?.[1]);
  };
  const leaseCount = async (): Promise<number> => {
    const { rows } = await fixture.database.pool.query<{ n: number }>('select count(*)::int as n from foreign_lease');
    return rows[0]?.n ?? -1;
  };
  const untilWaiting = (count: number) => expect.poll(waitingCount, { interval: 10 }).toBe(count);

  it('is answered as soon as a job is accepted', async () => {
    const tookMs: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const answer = lease({ useCases: ['farther', 'far'], waitMs: 20_000 });
      await untilWaiting(1);
      const [id] = await fixture.submit('far', [{ payload: round }]);
      const acceptedAt = performance.now();
      expect((await answer).leases?.map(({ jobId }) => jobId)).toEqual([id]);
      tookMs.push(performance.now() - acceptedAt);
    }
    // A few ms on a machine that does nothing else; a look would take 125 on average.
    expect(tookMs.toSorted((a, b) => a - b)[4], `${tookMs.map(Math.round)}`).toBeLessThan(100);
  });

  it('is answered when a retry becomes due', async () => {
    await fixture.submit('far', [{ payload: 1 }]);
    const [first] = (await lease({ useCases: ['far'] })).leases ?? [];
    const answer = lease({ useCases: ['far'], waitMs: 20_000 });
    await untilWaiting(1);
    const nack = { jobId: first?.jobId, token: first?.token, reason: 'again', delayMs: 300 };
    await fetch(`${fixture.engine.url}/v1/leases/nack`, {
      method: 'POST',
      headers: { authorization: `Bearer ${fixture.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ leases: [nack] }),
    });
    expect((await answer).leases).toMatchObject([{ jobId: first?.jobId, attempt: 2 }]);
  });

  it('is given up when its caller goes away, and takes nothing with it', async () => {
    const gone = new AbortController();
    const answers = Array.from({ length: 20 }, () => lease({ useCases: ['far'], waitMs: 20_000 }, gone.signal));
    await untilWaiting(20);
    gone.abort();
    await Promise.allSettled(answers);
    await untilWaiting(0);
    await fixture.submit('far', [{ payload: 1 }]);
    expect((await lease({ useCases: ['far'], waitMs: 5_000 })).leases).toHaveLength(1);
  });

  it('gives back at once what was leased for a caller who has gone meanwhile', async () => {
    const ids = await fixture.submit('far', [{ payload: 1 }, { payload: 2 }]);
    const blocker = await fixture.database.pool.connect();
    const gone = new AbortController();
    try {
      await blocker.query('begin');
      await blocker.query('lock table foreign_lease in exclusive mode');
      const answer = lease({ useCases: ['far'], count: 2, waitMs: 20_000 }, gone.signal);
      const isBlocked = async () =>
        (
          await fixture.database.pool.query(
            `select from pg_locks where relation = 'foreign_lease'::regclass and not granted`,
          )
        ).rowCount;
      await expect.poll(isBlocked, { interval: 10 }).toBe(1);
      gone.abort();
      await expect(answer).rejects.toThrow();
      await untilWaiting(0);
    } finally {
      await blocker.query('commit');
      blocker.release();
    }
    await expect.poll(leaseCount, { interval: 10, timeout: 10_000 }).toBe(0);
    const { leases } = await lease({ useCases: ['far'], count: 2, waitMs: 5_000 });
    expect(leases?.map(({ jobId, attempt }) => [jobId, attempt])).toEqual(ids.map((id) => [id, 1]));
  });

  it('is refused when its key is revoked meanwhile', async () => {
    const other = await seedKey(fixture.database, null);
    const submitBy = (key: string) =>
      fetch(`${fixture.engine.url}/v1/use-cases/far/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ jobs: [{ payload: 1 }] }),
      });
    const statusOf = async (key: string) =>
      (await fetch(`${fixture.engine.url}/v1/jobs/none`, { headers: { authorization: `Bearer ${key}` } })).status;
    await expect.poll(() => statusOf(other), { interval: 20 }).toBe(400);

    const answer = lease({ useCases: ['far'], waitMs: 20_000 });
    await untilWaiting(1);
    await fixture.database.pool.query('update api_key set revoked_at = now() where secret_hash = $1', [
      hashApiKey(fixture.key),
    ]);
    await expect.poll(() => statusOf(fixture.key), { interval: 20 }).toBe(401);
    await submitBy(other);
    expect((await answer).status).toBe(401);
    expect(await leaseCount()).toBe(0);
  });

  it('is answered with an empty list when the engine stops', async () => {
    const answers = Array.from({ length: 20 }, () => lease({ useCases: ['far'], waitMs: 30_000 }));
    await untilWaiting(20);
    isStopped = true;
    const startedAt = performance.now();
    await fixture.engine.stop();
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(await Promise.all(answers)).toEqual(Array(20).fill({ status: 200, leases: [] }));
  });
});
