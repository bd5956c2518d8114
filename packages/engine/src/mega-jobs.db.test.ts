import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';
import { readStoreFaults } from './testing/env.ts';

const MEGA = { megaJobMaxCount: 50, maxAttempts: 2 };

describe('mega-jobs', () => {
  let fixture: EngineFixture;
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-mega-'));
  const file = path.join(folder, 'runs.jsonl');
  beforeAll(async () => {
    appendFileSync(file, '');
    fixture = await startEngineFixture([
      { name: 'recorded', handler: 'record-run', ...MEGA },
      { name: 'waiting', handler: 'record-run', ...MEGA, megaJobMaxCount: 20, megaJobMaxWaitMs: 1_000 },
      { name: 'mixed', handler: 'misbehave', ...MEGA, timeoutMs: 500 },
    ]);
  });
  afterAll(async () => {
    await fixture.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const runs = (): string[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { id: string }).id);
  const totals = async (name: string) => {
    const { rows } = await fixture.database.pool.query(
      `select sum(submitted_count)::int as submitted, sum(done_count)::int as done, sum(dead_count)::int as dead
       from (select use_case_no, submitted_count, done_count, dead_count from usage_delta
         union all select use_case_no, submitted_count, done_count, dead_count from use_case_total) u
       join use_case c on c.no = u.use_case_no where c.name = $1`,
      [name],
    );
    return rows[0];
  };

  it('each job runs once under the id that its submitter was told', async () => {
    const before = runs().length;
    const ids = await fixture.submit(
      'recorded',
      Array.from({ length: 180 }, () => ({ payload: { file } })),
    );
    await expect.poll(() => runs().length, { timeout: 15_000, interval: 20 }).toBe(before + 180);
    expect(runs().toSorted()).toEqual(ids.toSorted());
    await expect.poll(() => totals('recorded')).toEqual({ submitted: 180, done: 180, dead: 0 });
    expect(new Set(ids.slice(0, 50).map((id) => id.slice(0, 33))).size).toBe(1);
  });

  it('requests that come within the wait share a row, and each is told its own job', async () => {
    // Without a key, or each would keep its row to itself; where calls fail, only those with one can be asked again.
    const isKeyed = readStoreFaults() !== null;
    const jobs = [{ payload: { file } }];
    const submitPlain = async () => {
      const { body } = await fixture.post('waiting', { jobs });
      return (body.jobs as { id: string }[]).map(({ id }) => id);
    };
    const submitOne = () => (isKeyed ? fixture.submit('waiting', jobs) : submitPlain());
    const ids = (await Promise.all(Array.from({ length: 20 }, submitOne))).flat();
    await expect.poll(() => totals('waiting')).toEqual({ submitted: 20, done: 20, dead: 0 });
    expect(new Set(ids).size).toBe(20);
    expect(
      runs()
        .filter((id) => ids.includes(id))
        .toSorted(),
    ).toEqual(ids.toSorted());
    if (!isKeyed) expect(new Set(ids.map((id) => id.slice(0, 33))).size).toBe(1);
  });

  it('a job that fails, hangs or ends its process takes the blame alone, and is found by its id all the while', async () => {
    const hows = Array.from({ length: 40 }, (_, n) =>
      n === 7 ? 'throw' : n === 19 ? 'exit' : n === 31 ? 'hang' : 'succeed',
    );
    const ids = await fixture.submit(
      'mixed',
      hows.map((how) => ({ payload: { how } })),
    );
    const states = await Promise.all(ids.map((id) => fixture.untilState(id, ['done', 'dead'], 30_000)));
    const dead = states.filter(({ state }) => state === 'dead');
    expect(dead.map(({ id }) => ids.indexOf(id)).toSorted((a, b) => a - b)).toEqual([7, 19, 31]);
    expect(await totals('mixed')).toEqual({ submitted: 40, done: 37, dead: 3 });
  }, 60_000);
});
