import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { encodeJobKey } from '@leeway/domain/job-id';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClaimedJob } from '../queue/claim-foreign-jobs.ts';
import type { LeaseVerdict } from '../queue/foreign-lease.ts';
import { createQueueStore } from '../queue/queue-store.ts';
import { shardsOf } from '../queue/shard-spread.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { createLeaseEngine, type LeaseEngine, SHARD_COUNT, withFaults } from '../testing/lease-engine.ts';
import { checkConservation, checkLedger, LeaseLedger } from '../testing/lease-ledger.ts';

const MAX_ATTEMPTS = 3;
const USE_CASE = {
  no: 1,
  name: 'far',
  runtime: 'remote',
  delayToleranceMs: 60_000,
  maxAttempts: MAX_ATTEMPTS,
  backoffBaseMs: 1,
  backoffCapMs: 20,
  shardSpread: 3,
} as UseCaseEntry;
const SHARDS = shardsOf(USE_CASE.no, USE_CASE.shardSpread, SHARD_COUNT);

/** What one caller may do next. Whom it concerns is drawn from what it holds, or ever held: late words are part of it. */
const Step = fc.record({
  engine: fc.nat({ max: 2 }),
  verb: fc.constantFrom('submit', 'lease', 'lease', 'ack', 'ack', 'nack', 'extend', 'expire', 'moveDue', 'giveBack'),
  count: fc.integer({ min: 1, max: 8 }),
  leaseMs: fc.constantFrom(15, 60, 400),
  which: fc.nat(),
  /** Before the next step; 0: at the same time. */
  pauseMs: fc.constantFrom(0, 0, 0, 3, 12),
});
type Step = typeof Step extends fc.Arbitrary<infer Value> ? Value : never;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const lostCount = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ n: number }>(
    'select coalesce(sum(lost_lease_count), 0)::int as n from usage_delta',
  );
  return rows[0]?.n ?? 0;
};

let tie = 0;
async function submit(ledger: LeaseLedger, count: number): Promise<void> {
  const jobs = Array.from({ length: count }, () => {
    const shard = SHARDS[tie % SHARDS.length] ?? 0;
    const key = encodeJobKey({ shard, useCaseNo: 1, deadlineAt: Date.now() + 60_000 - (tie % 7) * 1_000, tie: tie++ });
    return {
      key,
      useCaseNo: 1,
      availableAt: Date.now(),
      jobCount: 1,
      payload: '1',
      mayBeAhead: false,
      dedupe: null,
      concurrencyKey: null,
    };
  });
  await createQueueStore(database.pool).insertJobs([{ jobs, key: null }]);
  for (const { key } of jobs) ledger.submitted.add(key);
}

async function moveDue(engine: LeaseEngine): Promise<void> {
  const ranges = SHARDS.map((shard) => ({ shard, fromAt: 0 }));
  const moved = await createQueueStore(database.pool).moveDueJobs({ ranges, rowsPerShard: 50, isFair: false });
  engine.leaser.arrived(moved.map(({ key }) => key));
}

async function lease(
  engine: LeaseEngine,
  ledger: LeaseLedger,
  { count, leaseMs }: { readonly count: number; readonly leaseMs: number },
) {
  const signal = new AbortController().signal;
  const call = { useCases: [USE_CASE], count, leaseMs, waitMs: 0, holder: 'key_a', isAllowed: () => true, signal };
  const jobs = await engine.lease(call);
  ledger.grants.push(...jobs);
  return jobs;
}

async function say(engine: LeaseEngine, ledger: LeaseLedger, verdict: LeaseVerdict, jobs: readonly ClaimedJob[]) {
  try {
    const outcomes = await engine.end(jobs.map(({ key, token }) => ({ key, token, verdict })));
    for (const [index, { token }] of jobs.entries())
      ledger.words.push({ token, kind: verdict.kind, outcome: outcomes[index]?.kind });
  } catch {
    for (const { token } of jobs) ledger.words.push({ token, kind: verdict.kind, outcome: undefined });
  }
}

async function take(step: Step, engine: LeaseEngine, ledger: LeaseLedger): Promise<void> {
  const { grants } = ledger;
  const first = grants.length === 0 ? 0 : step.which % grants.length;
  const some = grants.slice(first, first + step.count);
  switch (step.verb) {
    case 'submit':
      return await submit(ledger, step.count);
    case 'lease':
      return void (await lease(engine, ledger, step));
    case 'moveDue':
      return await moveDue(engine);
    case 'expire':
      return void (await engine.expiry.runOnce());
    case 'ack':
      return await say(engine, ledger, { kind: 'ack', cpuMs: 1 }, some);
    case 'nack':
      return await say(engine, ledger, { kind: 'nack', failure: { code: 'NACKED', message: 'no' } }, some);
    case 'extend': {
      const asked = some.map(({ key, token }) => ({ key, token, leaseMs: step.leaseMs }));
      const kind = 'extend';
      try {
        const expiries = await engine.extend(asked);
        for (const [index, { token }] of asked.entries()) {
          const expiresAt = expiries[index] ?? null;
          ledger.words.push(
            expiresAt === null ? { token, kind, outcome: 'lost' } : { token, kind, outcome: 'extended', expiresAt },
          );
        }
      } catch {
        for (const { token } of asked) ledger.words.push({ token, kind, outcome: undefined });
      }
      return;
    }
    case 'giveBack': {
      const [job] = some;
      if (job === undefined) return;
      ledger.givenBack.add(job.token);
      engine.giveBack([job]);
    }
  }
}

async function run(steps: readonly Step[], engines: readonly LeaseEngine[], ledger: LeaseLedger): Promise<void> {
  const underWay: Promise<void>[] = [];
  for (const step of steps) {
    const engine = engines[step.engine];
    // What fails, fails: the store was away for the caller.
    if (engine !== undefined) underWay.push(take(step, engine, ledger).catch(() => undefined));
    if (step.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, step.pauseMs));
    if (step.pauseMs > 10) await checkConservation(database);
  }
  await Promise.all(underWay);
}

/** Works off what is left, with a store that keeps still. */
async function drain(engine: LeaseEngine, ledger: LeaseLedger): Promise<void> {
  const open = async () =>
    (await database.pool.query('select id from job union all select id from delayed_job')).rowCount ?? 0;
  for (const endAt = Date.now() + 20_000; (await open()) > 0; ) {
    if (Date.now() > endAt) throw new Error('not drained');
    await engine.expiry.runOnce();
    await moveDue(engine);
    const jobs = await lease(engine, ledger, { count: 200, leaseMs: 60_000 });
    await say(engine, ledger, { kind: 'ack' }, jobs);
  }
}

async function simulate(steps: readonly Step[], seed: number, faultShare: number): Promise<void> {
  await database.pool.query(
    'truncate job, delayed_job, dead_job, job_history, usage_delta, foreign_lease, job_dedupe restart identity',
  );
  const random = mulberry(seed);
  const make = (engineNo: number, share: number): LeaseEngine =>
    createLeaseEngine(database, {
      useCase: USE_CASE,
      ownedShards: Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter((shard) => shard % 3 === engineNo),
      random,
      wrap: (store) => (share > 0 ? withFaults(store, random, share) : store),
    });
  const engines = [0, 1, 2].map((engineNo) => make(engineNo, faultShare));
  const ledger = new LeaseLedger();
  await submit(ledger, 10);
  await run(steps, engines, ledger);
  // Late commits of releases that nobody waited for.
  await new Promise((resolve) => setTimeout(resolve, 20));
  // All three have died; a fourth knows nothing but the store.
  await drain(make(0, 0), ledger);
  await checkLedger(database, ledger, MAX_ATTEMPTS);
  // A lost lease is counted, each time that somebody speaks of it.
  const refused = ledger.words.filter(({ outcome }) => outcome === 'lost').length;
  if (faultShare === 0) expect(await lostCount()).toBe(refused);
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

it.each([
  ['a store that answers', 0],
  ['a store whose calls fail before or after they were carried out, one in six', 1 / 6],
])(
  'three engines and their callers keep every promise with %s',
  async (_, faultShare) => {
    const property = fc.asyncProperty(fc.array(Step, { minLength: 40, maxLength: 120 }), fc.nat(), (steps, seed) =>
      simulate(steps, seed, faultShare),
    );
    await fc.assert(property, { numRuns: 6, endOnFailure: true });
  },
  300_000,
);
