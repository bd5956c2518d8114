import { encodeJobKey } from '@leeway/domain/job-id';
import { expect, it } from 'vitest';
import type { LeaseEndBatch } from '../queue/end-foreign-leases.ts';
import type { ForeignLease } from '../queue/foreign-lease.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { createLeaseEnding } from './end-leases.ts';

const POLICY = { maxAttempts: 2, backoffBaseMs: 10, backoffCapMs: 10 } as UseCaseEntry;
const lease = (useCaseNo: number): ForeignLease => ({
  key: encodeJobKey({ shard: 0, useCaseNo, deadlineAt: 100, tie: 1 }),
  token: `token-${useCaseNo}`,
  attempt: 1,
  leasedAt: 10,
  availableAt: 0,
});

function createEnding(inForce: readonly ForeignLease[], failures: Error[] = []) {
  const batches: LeaseEndBatch[] = [];
  let left = [...inForce];
  const ending = createLeaseEnding({
    store: {
      readInForce: async () => ({ now: 50, leases: new Map(left.map((one) => [one.token, one])) }),
      end: async (batch) => {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        batches.push(batch);
        left = left.filter(({ token }) => batch.ends.every((end) => end.lease.token !== token));
      },
    },
    keeper: { admits: () => true, giveBack: () => undefined },
    random: () => 0.5,
    findUseCase: (no) => (no === 1 ? POLICY : undefined),
    onEnded: () => undefined,
  });
  return { ending, batches };
}

const ack = (one: ForeignLease) => ({ key: one.key, token: one.token, verdict: { kind: 'ack' as const } });
const sqlError = (code: string) => Object.assign(new Error(code), { code });

it('leaves expired leases of a use case that it does not know yet, whose attempts it cannot count', async () => {
  const { ending, batches } = createEnding([]);
  expect(await ending.endExpired([lease(1), lease(2)], 60)).toBe(1);
  expect(batches.map(({ ends }) => ends.map((end) => [end.useCaseNo, end.end.outcome]))).toEqual([[[1, 'retried']]]);
  expect(await ending.endExpired([lease(2)], 60)).toBe(0);
  expect(batches).toHaveLength(1);
});

it('looks again when somebody else was quicker with one of a batch, or two statements waited for each other', async () => {
  const { ending, batches } = createEnding([lease(1)], [sqlError('LW001'), sqlError('40P01')]);
  expect(await ending.endByWord([ack(lease(1))])).toEqual([{ kind: 'done' }]);
  expect(batches).toHaveLength(1);
});

it('does not say what it does not know, and does not count the repeat of a lost answer as a lost lease', async () => {
  const { ending, batches } = createEnding([], [new Error('connection lost')]);
  // The first word finds nothing in force, and the count of it is lost with the connection.
  await expect(ending.endByWord([ack(lease(1))])).rejects.toThrow('connection lost');
  expect(await ending.endByWord([ack(lease(1))])).toEqual([{ kind: 'lost' }]);
  expect(batches).toEqual([]);
});

it('says the same again to the same word, and counts another', async () => {
  const { ending, batches } = createEnding([lease(1)]);
  expect(await ending.endByWord([ack(lease(1)), ack(lease(1))])).toEqual([{ kind: 'done' }, { kind: 'done' }]);
  expect(await ending.endByWord([ack(lease(1))])).toEqual([{ kind: 'done' }]);
  expect(batches).toHaveLength(1);
  const nack = {
    ...ack(lease(1)),
    verdict: { kind: 'nack' as const, failure: { code: 'NACKED' as const, message: '' } },
  };
  expect(await ending.endByWord([nack])).toEqual([{ kind: 'lost' }]);
  expect(batches.at(-1)).toMatchObject({ ends: [], usage: [{ useCaseNo: 1, lostLeaseCount: 1 }] });
});
