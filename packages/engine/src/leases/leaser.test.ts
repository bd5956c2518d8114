import { encodeJobKey, type JobKey } from '@leeway/domain/job-id';
import { LIMITS } from '@leeway/domain/limits';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClaimedJob, ClaimGroup, GroupClaim } from '../queue/claim-foreign-jobs.ts';
import type { LeaseCall } from '../queue/foreign-leases.ts';
import { shardsOf } from '../queue/shard-spread.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createLeaser, type Leaser } from './leaser.ts';

const USE_CASE = { no: 7, shardSpread: 1, delayToleranceMs: 60_000 };

/** A store in memory: free jobs in key order, one holder each. */
function createStore() {
  const free: JobKey[] = [];
  const released: JobKey[] = [];
  const claims: (readonly ClaimGroup[])[] = [];
  let claiming: Promise<void> = Promise.resolve();
  let lookCount = 0;
  const take = (group: ClaimGroup): GroupClaim => {
    const keys = free.splice(0, group.rowLimit);
    const jobs = keys.map(
      (key): ClaimedJob => ({
        key,
        firstKey: null,
        token: key,
        attempt: 1,
        leasedAt: 0,
        expiresAt: 1,
        availableAt: 0,
        payload: '1',
      }),
    );
    return { jobs, isContended: false, bounds: group.queues.map(() => keys.at(-1) ?? null) };
  };
  return {
    free,
    released,
    claims,
    lookCount: () => lookCount,
    /** Claims wait for this. */
    holdClaims: (until: Promise<void>) => {
      claiming = until;
    },
    calls: {
      claim: async (groups: readonly ClaimGroup[]) => {
        claims.push(groups);
        const taken = groups.map(take);
        await claiming;
        return taken;
      },
      findFree: async (queues: readonly { low: JobKey; high: JobKey }[]) => {
        lookCount += 1;
        return queues.map(({ low, high }) => free.find((key) => key >= low && key <= high) ?? null);
      },
      release: async (proofs: readonly { key: JobKey }[]) => {
        released.push(...proofs.map(({ key }) => key));
        free.push(...proofs.map(({ key }) => key));
        free.sort();
        return proofs.map(({ key }) => key);
      },
    },
  };
}

let leaser: Leaser;
let store: ReturnType<typeof createStore>;
beforeEach(() => {
  vi.useFakeTimers();
  store = createStore();
  leaser = createLeaser({
    mayStart: () => true,
    store: store.calls,
    shardCount: 16,
    clock: systemClock,
    log: createLog('test', 'silent'),
    now: Date.now,
  });
  leaser.start();
});
afterEach(async () => {
  await leaser.stop();
  vi.useRealTimers();
});

let tie = 0;
const addJobs = (count: number, deadlineAt = Date.now()): JobKey[] => {
  const { shard } = SHARD;
  const keys = Array.from({ length: count }, () => encodeJobKey({ shard, useCaseNo: 7, deadlineAt, tie: tie++ }));
  store.free.push(...keys);
  store.free.sort();
  return keys;
};
/** Where the jobs of a use case with a spread of one lie. */
const SHARD = { shard: shardsOf(USE_CASE.no, 1, 16)[0] ?? 0 };

const call = (more: Partial<LeaseCall> = {}): LeaseCall => ({
  useCases: [USE_CASE],
  count: 1,
  leaseMs: 60_000,
  waitMs: 0,
  holder: 'key_a',
  isAllowed: () => true,
  signal: new AbortController().signal,
  ...more,
});
const keysOf = async (answer: Promise<readonly ClaimedJob[]>) => (await answer).map(({ key }) => key);
/** Lets everything that is ready happen. */
const turn = async (ms = 0) => await vi.advanceTimersByTimeAsync(ms);

describe('a call for jobs', () => {
  it('shares its statement with all that come at the same time, and the oldest gets the most urgent', async () => {
    const keys = addJobs(5);
    const answers = Array.from({ length: 4 }, () => keysOf(leaser.lease(call({ count: 2 }))));
    await turn();
    expect(await Promise.all(answers)).toEqual([keys.slice(0, 2), keys.slice(2, 4), keys.slice(4), []]);
    expect(store.claims.slice(0, 1)).toMatchObject([[{ rowLimit: 8, leaseMs: 60_000, holder: 'key_a' }]]);
  });

  it('is served beside calls of other use cases, and after those of the same that hold differently', async () => {
    const answers = [
      leaser.lease(call()),
      leaser.lease(call({ leaseMs: 5_000 })),
      leaser.lease(call({ useCases: [{ ...USE_CASE, no: 8 }] })),
    ];
    await turn();
    await Promise.all(answers);
    expect(store.claims.map((groups) => groups.map(({ leaseMs }) => leaseMs))).toEqual([[60_000, 60_000], [5_000]]);
  });
});

describe('a call that waits', () => {
  it('is answered with nothing when its time is over', async () => {
    const answer = keysOf(leaser.lease(call({ waitMs: 2_000 })));
    let isAnswered = false;
    void answer.then(() => {
      isAnswered = true;
    });
    await turn(1_990);
    expect(isAnswered).toBe(false);
    await turn(10);
    expect(await answer).toEqual([]);
    expect(leaser.waitingCount()).toBe(0);
  });

  it('costs no query of its own: all are looked after together, at least every 250 ms', async () => {
    const answers = Array.from({ length: 500 }, () => leaser.lease(call({ waitMs: 10_000 })));
    await turn(1_000);
    const before = store.lookCount();
    const claimsBefore = store.claims.length;
    await turn(5_000);
    // looks, and sweeps every 500 ms
    expect(store.lookCount() - before).toBeLessThanOrEqual(20 + 10 + 2);
    expect(store.lookCount() - before).toBeGreaterThanOrEqual(20);
    expect(store.claims.length).toBe(claimsBefore);
    await leaser.stop();
    await Promise.all(answers);
  });

  it('costs nothing at all once nobody waits', async () => {
    const answer = leaser.lease(call({ waitMs: 100 }));
    await turn(100);
    await answer;
    await turn(6_000);
    const before = store.lookCount();
    await turn(30_000);
    expect(store.lookCount()).toBe(before);
  });

  it('is answered at once when this process accepts a job, one call for each job', async () => {
    const answers = Array.from({ length: 3 }, () => keysOf(leaser.lease(call({ waitMs: 10_000, count: 5 }))));
    await turn(1_000);
    const keys = addJobs(1);
    leaser.arrived(keys);
    await turn(1);
    expect(await answers[0]).toEqual(keys);
    expect(leaser.waitingCount()).toBe(2);
    const more = addJobs(2);
    leaser.arrived(more);
    await turn(1);
    expect(await answers[1]).toEqual(more);
  });

  it('is answered within a look when another process accepts a job', async () => {
    const answer = keysOf(leaser.lease(call({ waitMs: 10_000 })));
    await turn(1_010);
    const keys = addJobs(1);
    await turn(260);
    expect(await answer).toEqual(keys);
  });

  it('hears that another process has something, and looks at once, but not more than 20 times a second', async () => {
    const answer = keysOf(leaser.lease(call({ waitMs: 10_000 })));
    await turn(1_010);
    const before = store.lookCount();
    for (let time = 0; time < 1_000; time += 5) {
      leaser.lookSoon();
      await turn(5);
    }
    expect(store.lookCount() - before).toBeLessThanOrEqual(2 * 21);
    const keys = addJobs(1);
    leaser.lookSoon();
    await turn(60);
    expect(await answer).toEqual(keys);
  });

  it('finds what another process puts before everything that was handed out', async () => {
    const keys = addJobs(10);
    expect(await keysOf(serve(call({ count: 10 })))).toEqual(keys);
    const answer = keysOf(leaser.lease(call({ waitMs: 10_000 })));
    await turn(100);
    const early = addJobs(1, Date.now() - 3_600_000);
    await turn(800);
    expect(await answer).toEqual(early);
  });

  it('goes when its caller goes, and takes nothing', async () => {
    const gone = new AbortController();
    const answer = keysOf(leaser.lease(call({ waitMs: 10_000, signal: gone.signal })));
    const other = keysOf(leaser.lease(call({ waitMs: 10_000 })));
    await turn(300);
    gone.abort();
    expect(await answer).toEqual([]);
    expect(leaser.waitingCount()).toBe(1);
    const keys = addJobs(1);
    leaser.arrived(keys);
    await turn(1);
    expect(await other).toEqual(keys);
  });

  it('gives back what was leased while its caller went, for the next who asks', async () => {
    const keys = addJobs(1);
    const gone = new AbortController();
    const { promise, resolve: goOn } = Promise.withResolvers<void>();
    store.holdClaims(promise);
    const answer = leaser.lease(call({ waitMs: 10_000, signal: gone.signal }));
    await turn();
    gone.abort();
    goOn();
    await turn();
    expect(await answer).toEqual([]);
    expect(store.released).toEqual(keys);
    expect(await keysOf(serve(call()))).toEqual(keys);
  });

  it('is refused when its key has ended meanwhile', async () => {
    let isAllowed = true;
    const answer = leaser.lease(call({ waitMs: 10_000, isAllowed: () => isAllowed }));
    const refused = expect(answer).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await turn(300);
    isAllowed = false;
    leaser.arrived(addJobs(1));
    await turn(1);
    await refused;
    expect(store.free).toHaveLength(1);
  });

  it('is refused where too many wait already', async () => {
    const answers: Promise<unknown>[] = [];
    const fill = async (holder: string) => {
      for (let count = 0; count < LIMITS.waitingLeaseCallsPerKey; count += 1)
        answers.push(leaser.lease(call({ waitMs: 10_000, holder })));
      await expect(leaser.lease(call({ holder }))).rejects.toMatchObject({ message: /with this key/ });
    };
    for (const holder of ['a', 'b', 'c', 'd']) await fill(holder);
    expect(answers).toHaveLength(LIMITS.waitingLeaseCalls);
    await expect(leaser.lease(call())).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: expect.any(Number) });
    await turn();
    await leaser.stop();
    await Promise.all(answers);
  });

  it('is answered with nothing when the engine stops, and so are those that come then', async () => {
    const answers = Array.from({ length: 10 }, () => keysOf(leaser.lease(call({ waitMs: 30_000 }))));
    await turn(300);
    await leaser.stop();
    expect(await Promise.all(answers)).toEqual(Array(10).fill([]));
    addJobs(1);
    expect(await keysOf(leaser.lease(call({ waitMs: 30_000 })))).toEqual([]);
    expect(store.free).toHaveLength(1);
  });
});

async function serve(wanted: LeaseCall): Promise<readonly ClaimedJob[]> {
  const answer = leaser.lease(wanted);
  await turn();
  return await answer;
}
