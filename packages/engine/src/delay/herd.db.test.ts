import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { decodeJobKey, type JobKey } from '@leeway/domain/job-id';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createQueueStore } from '../queue/queue-store.ts';
import { readStoreTime } from '../queue/read-store-time.ts';
import type { Clock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createStoreClock } from '../runtime/store-clock.ts';
import { type DelayedSeed, seedDelayed } from '../testing/seed-delayed.ts';
import { createSkewedClock } from '../testing/skewed-clock.ts';
import { createDelayService, type DelayService } from './delay-service.ts';

const HOUR_MS = 3_600_000;
const HERD = 1;
const OTHER = 2;
const log = createLog('test', 'silent');

interface Seen {
  readonly useCaseNo: number;
  /** Seen by the test minus due; negative: early. */
  readonly lateMs: number;
}

describe('the delay service on its own', () => {
  let database: TestDatabase;
  let service: DelayService | undefined;
  let seen: Map<JobKey, Seen>;
  let largestHandOver = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    await database.pool.query('truncate delayed_job, job, usage_delta');
    seen = new Map();
    largestHandOver = 0;
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });
  afterAll(() => database.drop());

  const start = async (clock: Clock): Promise<void> => {
    const storeClock = createStoreClock(() => readStoreTime(database.pool), clock, log);
    await storeClock.syncOnce();
    service = createDelayService({
      store: createQueueStore(database.pool),
      clock,
      log,
      now: storeClock.now,
      ownedShards: () => [0, 1],
      onDue: (jobs) => {
        largestHandOver = Math.max(largestHandOver, jobs.length);
        for (const { key, availableAt } of jobs)
          seen.set(key, { useCaseNo: decodeJobKey(key).useCaseNo, lateMs: Date.now() - availableAt });
      },
      onUnread: () => undefined,
    });
    service.start();
  };
  const seed = (more: Partial<DelayedSeed>) =>
    seedDelayed(database, { count: 1, useCaseNo: OTHER, shards: [0, 1], fromMs: 0, ...more });
  const of = (useCaseNo: number) => [...seen.values()].filter((each) => each.useCaseNo === useCaseNo);
  const untilSeen = (useCaseNo: number, count: number) =>
    expect.poll(() => of(useCaseNo).length, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(count);

  it.each([-HOUR_MS, HOUR_MS])(
    'is neither early nor much late where its own clock is %i ms wrong, and jumps',
    async (skewMs) => {
      const clock = createSkewedClock(skewMs);
      await seed({ count: 400, fromMs: 200, spreadMs: 2_000 });
      await start(clock);
      await untilSeen(OTHER, 100);
      clock.skewMs = -skewMs;
      await untilSeen(OTHER, 400);
      const late = of(OTHER).map(({ lateMs }) => lateMs);
      expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...late)).toBeLessThan(1_000);
    },
  );

  it('moves a herd that is due at one moment in small hand-overs, while others are on time', async () => {
    const herdCount = 150_000;
    await start(createSkewedClock(0));
    const now = Date.now();
    await seed({ useCaseNo: HERD, count: herdCount, fromMs: 8_000, now });
    await seed({ count: 300, fromMs: 8_000, spreadMs: 3_000, now });
    await untilSeen(OTHER, 10);
    // They were due after every job of the herd.
    expect(of(HERD).length).toBeLessThan(0.8 * herdCount);
    await untilSeen(OTHER, 300);
    const late = of(OTHER).map(({ lateMs }) => lateMs);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(late.sort((a, b) => a - b)[Math.floor(late.length * 0.9)]).toBeLessThan(1_000);
    await untilSeen(HERD, herdCount);
    expect(largestHandOver).toBeLessThanOrEqual(4_000);
    const { rows } = await database.pool.query(
      'select (select count(*) from job)::int as ready, (select count(*) from delayed_job)::int as delayed',
    );
    expect(rows).toEqual([{ ready: herdCount + 300, delayed: 0 }]);
  }, 90_000);

  it('finds what was committed long after its instant, and what another process adds', async () => {
    await seed({ count: 10, fromMs: 50 });
    await start(createSkewedClock(0));
    await untilSeen(OTHER, 10);
    await seed({ useCaseNo: 3, count: 5, fromMs: 300 });
    await untilSeen(3, 5);
    expect(Math.max(...of(3).map(({ lateMs }) => lateMs))).toBeLessThan(3_000);
    await seed({ useCaseNo: 4, count: 5, fromMs: -60_000 });
    await untilSeen(4, 5);
  }, 40_000);

  it('asks the store a few times a second while nothing is due', async () => {
    let askedCount = 0;
    const store = createQueueStore(database.pool);
    await seed({ count: 10, fromMs: HOUR_MS });
    service = createDelayService({
      store: {
        ...store,
        findNextDue: (ranges) => {
          askedCount += 1;
          return store.findNextDue(ranges);
        },
        moveDueJobs: () => {
          throw new Error('nothing is due');
        },
      },
      clock: createSkewedClock(0),
      log,
      now: Date.now,
      ownedShards: () => [0, 1],
      onDue: () => undefined,
      onUnread: () => undefined,
    });
    service.start();
    for (let ahead = 1_000; ahead > 0; ahead--) service.expect(Date.now() + 60_000 + ahead);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(askedCount).toBeGreaterThanOrEqual(2);
    expect(askedCount).toBeLessThanOrEqual(6);
  });
});
