import { parseJobId } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import type { JobSubmission } from '@leeway/domain/submit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOnceWorld, type Labels, type OnceWorld } from '../testing/once-world.ts';
import { hashUuid } from './hash-uuid.ts';

const REQUESTS = 4;
const WINDOW_MS = 300;

const job = fc.record({
  dedupe: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null, freq: 3 }),
  isWindowed: fc.boolean(),
});
const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('submit' as const), request: fc.nat(REQUESTS - 1), process: fc.nat(1) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('submitUnkeyed' as const),
      jobs: fc.array(job, { minLength: 1, maxLength: 3 }),
      process: fc.nat(1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      outcome: fc.constantFrom('done' as const, 'dead' as const, 'retried' as const),
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
);
const round = fc.record({
  fault: fc.constantFrom(
    'none' as const,
    'none' as const,
    'none' as const,
    'mute' as const,
    'cut' as const,
    'terminate' as const,
  ),
  operations: fc.array(operation, { minLength: 3, maxLength: 14 }),
});
const script = fc.record({
  requests: fc.array(fc.array(job, { minLength: 1, maxLength: 5 }), { minLength: REQUESTS, maxLength: REQUESTS }),
  rounds: fc.array(round, { minLength: 1, maxLength: 5 }),
});

type JobSpec = typeof job extends fc.Arbitrary<infer T> ? T : never;
type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

let world: OnceWorld;
let runCount = 0;
beforeAll(async () => {
  world = await createOnceWorld();
});
afterAll(() => world.close());

/** One run of a script; names carry the number of the run, so that runs share a store without meeting. */
class Run {
  readonly no = ++runCount;
  readonly answers = new Map<string, Set<string>>();
  readonly given: Script;

  constructor(given: Script) {
    this.given = given;
  }

  toSubmission(request: string, { dedupe, isWindowed }: JobSpec): JobSubmission {
    const dedupeKey = dedupe === null ? null : `${this.no}-${dedupe}`;
    const labels: Labels = { request, dedupeKey, windowMs: dedupeKey !== null && isWindowed ? WINDOW_MS : null };
    return {
      payload: labels,
      ...(dedupeKey === null ? {} : { dedupeKey, ...(isWindowed ? { dedupeWindowMs: WINDOW_MS } : {}) }),
    };
  }

  /** Resolves to whether it was stored, or known to be. */
  async submitRequest(index: number, process: number): Promise<boolean> {
    const name = `${this.no}-r${index}`;
    const submissions = (this.given.requests[index] ?? []).map((spec) => this.toSubmission(name, spec));
    const key = { scope: hashUuid(name), bodyHash: hashUuid(JSON.stringify(submissions)) };
    try {
      const { jobs } = await world.submit(process, submissions, key);
      this.answers.set(name, (this.answers.get(name) ?? new Set()).add(JSON.stringify(jobs)));
      return true;
    } catch (error) {
      if (error instanceof LeewayError && ['STORE_UNAVAILABLE', 'OVERLOADED'].includes(error.code)) return false;
      throw error;
    }
  }
}

async function play(run: Run): Promise<void> {
  let unkeyed = 0;
  for (const { fault, operations } of run.given.rounds) {
    if (fault === 'mute') world.proxy.swallow('mute');
    const running = operations.map(async (item) => {
      if (item.kind === 'submit') await run.submitRequest(item.request, item.process);
      else if (item.kind === 'settle') await world.settle(item.outcome, item.count);
      else {
        const name = `${run.no}-u${++unkeyed}`;
        const submissions = item.jobs.map((spec) => run.toSubmission(name, spec));
        await world.submit(item.process, submissions, null).catch(() => undefined);
      }
    });
    if (fault === 'cut') world.proxy.cut();
    if (fault === 'terminate')
      await world.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name ~ '^leeway-submitter'`);
    await Promise.all([...running, checkLive(run)]);
    world.proxy.mend();
    await world.moveDue();
    await checkLive(run);
  }
}

/** At any moment, of the jobs that asked to be alone until they end, each key has one at most. */
async function checkLive({ no }: Run): Promise<void> {
  const { rows } = await world.pool.query(
    `select payload::jsonb ->> 'dedupeKey' as key, count(*)::int as n
     from (select payload from job union all select payload from delayed_job) live
     where payload::jsonb ->> 'dedupeKey' like $1 and payload::jsonb ->> 'windowMs' is null
     group by 1 having count(*) > 1`,
    [`${no}-%`],
  );
  expect(rows).toEqual([]);
}

/** A job was stored for a key only when the window of the one before was over. */
async function checkWindows({ no }: Run): Promise<void> {
  const { rows } = await world.pool.query(
    `select * from (
       select labels, submitted_at - lag(submitted_at) over same_key as gap_ms,
         (lag(labels) over same_key ->> 'windowMs')::bigint as window_ms
       from seen where labels ->> 'dedupeKey' like $1
       window same_key as (partition by labels ->> 'dedupeKey' order by submitted_at, id)
     ) pairs where gap_ms < window_ms`,
    [`${no}-%`],
  );
  expect(rows).toEqual([]);
}

/** Every answer of a request is the same, and names jobs that exist: its own, or the holder of the job's key. */
async function checkAnswers({ answers, given, no }: Run): Promise<void> {
  for (const [name, texts] of answers) {
    expect([name, texts.size]).toEqual([name, 1]);
    const jobs = JSON.parse([...texts][0] ?? '[]') as { id: string; deduplicated?: true }[];
    const { rows } = await world.pool.query<{ id: string; labels: Labels }>(
      'select id, labels from seen where id = any($1)',
      [jobs.map(({ id }) => parseJobId(id))],
    );
    const specs = given.requests[Number(name.split('-r')[1])] ?? [];
    for (const [index, { id, deduplicated }] of jobs.entries()) {
      const labels = rows.find((row) => row.id === parseJobId(id))?.labels;
      if (deduplicated) expect(labels?.dedupeKey).toBe(`${no}-${specs[index]?.dedupe}`);
      else expect(labels?.request).toBe(name);
    }
    const own = new Set(jobs.filter(({ deduplicated }) => deduplicated === undefined).map(({ id }) => parseJobId(id)));
    const { rows: stored } = await world.pool.query<{ id: string }>(
      `select id from seen where labels ->> 'request' = $1`,
      [name],
    );
    expect(new Set(stored.map(({ id }) => id))).toEqual(own);
  }
}

async function checkCounts(): Promise<void> {
  const { rows } = await world.pool.query(`
    select (select sum(submitted_count)::int from usage_delta) as counted, (select count(*)::int from seen) as seen,
      (select count(*)::int from job_dedupe d where held_until is null and not exists (
        select 1 from job where id = d.job_id union all select 1 from delayed_job where id = d.job_id)) as orphans,
      (select count(*)::int from (select id, payload from job union all select id, payload from delayed_job) live
        where payload::jsonb ->> 'dedupeKey' is not null and payload::jsonb ->> 'windowMs' is null
          and not exists (select 1 from job_dedupe where job_id = live.id and held_until is null)) as keyless`);
  expect(rows[0]).toMatchObject({ counted: rows[0].seen, orphans: 0, keyless: 0 });
}

it('any number of repeats stores a request once, and a dedupe key has one holder, whatever breaks', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (given) => {
      const run = new Run(given);
      await play(run);
      for (let index = 0; index < REQUESTS; index++)
        await expect.poll(() => run.submitRequest(index, index), { timeout: 30_000, interval: 20 }).toBe(true);
      await checkLive(run);
      await checkWindows(run);
      await checkAnswers(run);
      await checkCounts();
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 240_000);

it('statements that meet in the same keys never wait in a circle', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `circle-${index}`);
  for (let count = 0; count < 10; count++) {
    const submitAll = (process: number, order: readonly string[]) =>
      order.map((name) => {
        const labels: Labels = { request: name, dedupeKey: name, windowMs: null };
        const key = { scope: hashUuid(`${name}-${count}`), bodyHash: hashUuid(name) };
        const jobs = [name, 'circle-0'].map((dedupeKey) => ({ payload: { ...labels, dedupeKey }, dedupeKey }));
        return world.submit(process, jobs, key);
      });
    const settling = [1, 2, 3].map(() => world.settle('done', 30));
    const answers = [...submitAll(0, names), ...submitAll(1, names.toReversed()), ...submitAll(0, names.toSorted())];
    const ids = (await Promise.all(answers)).map(({ jobs }) => jobs.map(({ id }) => id).join());
    // Each name was submitted three times with one key.
    expect(new Set(ids).size).toBeLessThanOrEqual(names.length);
    await Promise.all(settling);
  }
  await checkCounts();
}, 60_000);
