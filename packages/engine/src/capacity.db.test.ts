import type { GrantAmounts } from '@leeway/domain/burst-grant';
import type { UseCaseWait } from '@leeway/domain/wait-reason';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CallEngine, callerOf } from './testing/call-engine.ts';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';
import { createRunNotes, type RunNotes } from './testing/run-notes.ts';

const CPU_MS = 20;
/** A change is in force within a second; a busy machine takes longer to show it. */
const IN_FORCE_MS = 1_000;
const SLOW = { timeout: 10_000 };

/** Policy as people set it, on an engine with real workers. */
describe('capacity', () => {
  let tier: EngineFixture;
  let call: CallEngine;
  let notes: RunNotes;

  beforeAll(async () => {
    tier = await startEngineFixture([
      { name: 'burns', handler: 'burn-cpu' },
      { name: 'waits', handler: 'wait-for-signal' },
      { name: 'lent', runtime: 'remote' },
      { name: 'calls', handler: 'burn-cpu', maxAttempts: 50, backoffBaseMs: 5_000, backoffCapMs: 5_000 },
    ]);
    call = callerOf(tier.engine.url, tier.key);
  });
  afterAll(() => tier.stop());
  beforeEach(() => {
    notes = createRunNotes();
  });
  afterEach(() => notes.remove());

  const query = (text: string, values: unknown[] = []) => tier.database.pool.query(text, values);
  const setPolicy = (name: string, set: string) => query(`update use_case set ${set} where name = $1`, [name]);
  const submit = (name: string, count: number, payload: object) =>
    tier.submit(
      name,
      Array.from({ length: count }, () => ({ payload: { file: notes.file, ...payload } })),
    );
  const waitOf = async (name: string) =>
    (await call('GET', `/v1/use-cases/${name}/wait`)).body as unknown as UseCaseWait;
  const gateOf = async (name: string) => (await waitOf(name)).engines[0]?.gate;
  const endsSince = (from: number) => notes.read().filter(({ what, at }) => what === 'end' && at >= from).length;
  const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const grant = (name: string, amounts: GrantAmounts, seconds: number) =>
    query(
      `insert into burst_grant (id, use_case_id, traffic_class, amounts, reason, starts_at, ends_at, granted_by)
       values ($1, $2, 'incident', $3, 'test', now(), now() + make_interval(secs => $4), 'test')`,
      [`grant_${name}_${Date.now()}`, `uc_${name}`, JSON.stringify(amounts), seconds],
    );
  const running = () => {
    const open = new Set<string>();
    let most = 0;
    for (const { id, what } of notes.read()) {
      if (what === 'end') open.delete(id);
      else open.add(id);
      most = Math.max(most, open.size);
    }
    return { now: open.size, most };
  };

  it('a use case over its CPU quota is slowed to it, says so, and a grant lifts it for its time', async () => {
    const perSecond = 200;
    await setPolicy('burns', `cpu_quota_ms_per_second = ${perSecond}`);
    await pass(IN_FORCE_MS);
    const ids = await submit('burns', 400, { cpuMs: CPU_MS });
    await expect.poll(() => endsSince(0), SLOW).toBeGreaterThan(0);

    const from = Date.now();
    await pass(4_000);
    const burnt = (endsSince(from) * CPU_MS * 1_000) / (Date.now() - from);
    // What was running when it was used up is more than the quota, once; what the machine does beside is less.
    expect(burnt).toBeLessThan(perSecond * 1.15);
    expect(burnt).toBeGreaterThan(perSecond * 0.5);
    await expect.poll(() => gateOf('burns'), SLOW).toBe('cpuQuota');
    const [engine] = (await waitOf('burns')).engines;
    const quota = engine?.readings.find(({ gate }) => gate === 'cpuQuota');
    expect(quota).toMatchObject({ isOpen: false, limit: perSecond, unit: 'CPU ms/s' });
    expect(quota?.text).toMatch(/slowed to it.*grant a burst/);
    const { body } = await call('GET', `/v1/jobs/${ids.at(-1)}/wait`);
    expect(body).toMatchObject({ state: 'waiting', reason: { gate: 'cpuQuota' } });
    expect(body.aheadCount).toBeGreaterThan(100);

    await grant('burns', { cpuQuota: { factor: 4 } }, 4);
    const granted = Date.now();
    await pass(3_900);
    const burntMore = (endsSince(granted) * CPU_MS * 1_000) / (Date.now() - granted);
    expect(burntMore).toBeGreaterThan(burnt * 1.5);
    await pass(1_200);
    const after = Date.now();
    await pass(2_000);
    expect((endsSince(after) * CPU_MS * 1_000) / (Date.now() - after)).toBeLessThan(perSecond * 1.3);
    await setPolicy('burns', 'cpu_quota_ms_per_second = null');
    await expect.poll(() => endsSince(0), { timeout: 30_000 }).toBe(400);
  }, 60_000);

  it('no more run at once than may', async () => {
    await setPolicy('waits', 'concurrency_limit = 1');
    await pass(IN_FORCE_MS);
    await submit('waits', 8, { ms: 400 });
    await expect.poll(() => gateOf('waits'), SLOW).toBe('concurrency');
    await expect.poll(() => endsSince(0), { timeout: 15_000 }).toBe(8);
    expect(running().most).toBe(1);
    await setPolicy('waits', 'concurrency_limit = null');
    await pass(IN_FORCE_MS);
    await submit('waits', 8, { ms: 400 });
    await expect.poll(() => endsSince(0), { timeout: 15_000 }).toBe(16);
    expect(running().most).toBe(2);
  }, 60_000);

  it('what is paused does not start, says so, and goes on when it is resumed', async () => {
    await setPolicy('waits', 'is_paused = true');
    await pass(IN_FORCE_MS);
    await submit('waits', 3, { ms: 1 });
    await expect.poll(() => gateOf('waits'), SLOW).toBe('paused');
    expect(notes.read()).toEqual([]);
    await setPolicy('waits', 'is_paused = false');
    await expect.poll(() => endsSince(0), { timeout: 10_000 }).toBe(3);
    await expect.poll(async () => (await waitOf('waits')).engines, SLOW).toEqual([]);
  }, 30_000);

  it('what is paused is not lent to programs either, and is again when it is resumed', async () => {
    const lease = async (waitMs: number) =>
      (await call('POST', '/v1/leases', { useCases: ['lent'], count: 5, seconds: 30, waitMs })).body
        .leases as unknown[];
    await setPolicy('lent', 'is_paused = true');
    await pass(IN_FORCE_MS);
    await submit('lent', 2, {});
    expect(await lease(500)).toEqual([]);
    const waiting = lease(10_000);
    await setPolicy('lent', 'is_paused = false');
    expect((await waiting).length).toBe(2);
  }, 30_000);

  it('in incident mode what is below the floor does not start, and it ends by itself', async () => {
    await setPolicy('burns', `criticality = 'critical'`);
    await query(
      `insert into incident_mode (id, criticality_floor, reason, ends_at, started_by)
       values ('im_1', 'high', 'test', now() + interval '6 s', 'test')`,
    );
    await pass(IN_FORCE_MS);
    const begun = Date.now();
    await submit('waits', 2, { ms: 1 });
    await submit('burns', 2, { cpuMs: 1 });
    await expect.poll(() => endsSince(begun), SLOW).toBe(2);
    await expect.poll(() => gateOf('waits'), SLOW).toBe('incidentMode');
    await expect.poll(() => endsSince(begun), { timeout: 20_000 }).toBe(4);
  }, 30_000);

  it('a downstream that says it is overloaded is called half as often, and a handler that says so is told apart', async () => {
    await query(
      `insert into downstream (id, name, team_id, overload_threshold) values ('ds_orders', 'orders', 'team_payments', 5)`,
    );
    await query(`insert into use_case_downstream values ('uc_calls', 'ds_orders')`);
    await pass(IN_FORCE_MS);
    const refused = { cpuMs: 0, status: 503 };
    const first = await submit('calls', 12, refused);
    const state = async () =>
      (await query('select signal_count, limit_per_second, cut_at from downstream_state')).rows[0] ?? {};
    await expect.poll(async () => (await state()).cut_at, { timeout: 10_000 }).toBeTypeOf('number');
    expect((await state()).limit_per_second).toBeGreaterThan(0);
    expect((await state()).limit_per_second).toBeLessThanOrEqual(first.length);
    // Ten seconds' worth of what it may be called now, so that some stand at the gate whenever that is looked at.
    const ids = await submit('calls', 60, refused);
    await expect.poll(() => gateOf('calls'), { timeout: 15_000 }).toBe('downstream');
    const { rows } = await query(
      `select distinct failure_code from delayed_job where failure_code is not null
       union select distinct failure_code from job_history where failure_code is not null`,
    );
    expect(rows.map(({ failure_code }) => failure_code)).toContain('DOWNSTREAM_OVERLOAD');
    expect(ids.length).toBe(60);
  }, 60_000);

  it('writes down who was entitled to what, and who waited at which gate', async () => {
    const sums = async () =>
      (
        await query(
          `select sum(received_ms) as received, sum((gate_ms->>'cpuQuota')::float8) as quota_ms from sharing_minute`,
        )
      ).rows[0];
    await expect.poll(async () => (await sums()).received, { timeout: 15_000 }).toBeGreaterThan(1_000);
    expect((await sums()).quota_ms).toBeGreaterThan(1_000);
    const { rows } = await query('select sum(slot_ms) as slots, sum(busy_slot_ms) as busy from pool_minute');
    expect(rows[0].slots).toBeGreaterThan(rows[0].busy);
  }, 30_000);
});
