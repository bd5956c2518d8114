import type { GrantAmounts } from '@leeway/domain/burst-grant';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readGrantUse, readGrantWaiters } from './reports/read-grant-use.ts';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';
import { createRunNotes, type RunNotes } from './testing/run-notes.ts';

const CPU_MS = 20;
const QUOTA = 100;
/** A change is in force within a second; a busy machine takes longer to show it. */
const IN_FORCE_MS = 1_000;
/** Engines write every five seconds. */
const WRITTEN = { timeout: 20_000, interval: 200 };

/** What an engine with real workers records of a grant. */
describe('of a burst grant is recorded', () => {
  let tier: EngineFixture;
  let notes: RunNotes;

  beforeAll(async () => {
    tier = await startEngineFixture([
      { name: 'burns', handler: 'burn-cpu' },
      { name: 'other', handler: 'wait-for-signal' },
      { name: 'limited', rateLimit: { perSecond: 1, burst: 5 } },
    ]);
  });
  afterAll(() => tier.stop());
  beforeEach(() => {
    notes = createRunNotes();
  });
  afterEach(() => notes.remove());

  const query = (text: string, values: unknown[] = []) => tier.database.pool.query(text, values);
  const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const grant = (id: string, name: string, amounts: GrantAmounts, seconds: number) =>
    query(
      `insert into burst_grant (id, use_case_id, traffic_class, amounts, reason, starts_at, ends_at, granted_by)
       values ($1, $2, 'incident', $3, 'test', now(), now() + make_interval(secs => $4), 'test')`,
      [id, `uc_${name}`, JSON.stringify(amounts), seconds],
    );
  const usedOf = async (id: string) => (await readGrantUse(tier.database.pool, [id])).get(id);

  it('the CPU that its use case had beyond its quota, and who waited longer for it', async () => {
    await query(`update use_case set cpu_quota_ms_per_second = $1 where name = 'burns'`, [QUOTA]);
    await pass(IN_FORCE_MS);
    const jobs = (count: number, payload: object) =>
      Array.from({ length: count }, () => ({ payload: { file: notes.file, ...payload } }));
    await tier.submit('burns', jobs(300, { cpuMs: CPU_MS }));
    await tier.submit('other', jobs(300, { ms: 50 }));
    await grant('grant_cpu', 'burns', { cpuQuota: { factor: 6 } }, 5);
    const grantedAt = Date.now();
    await expect.poll(() => usedOf('grant_cpu'), WRITTEN).toBeDefined();
    await pass(Math.max(0, grantedAt + 11_000 - Date.now()));
    const read = await usedOf('grant_cpu');
    const used = read?.used;
    const burnt = notes.read().filter(({ what }) => what === 'end').length * CPU_MS;
    expect(used?.cpuMs).toBeGreaterThan(QUOTA * 2);
    // All that it burnt, and what its policy would have let it burn.
    expect(used?.cpuMs).toBeLessThan(burnt);
    expect(used?.slotMs).toBeGreaterThan((used?.cpuMs ?? 0) * 0.5);
    expect(used).toMatchObject({ submittedCount: 0, jobMs: 0 });
    expect(used?.firstAt).toBeLessThanOrEqual(used?.lastAt ?? 0);
    const [waiter] = await readGrantWaiters(tier.database.pool, 'grant_cpu');
    expect(waiter).toMatchObject({ useCase: 'other', team: 'payments' });
    expect(waiter?.slotMs).toBeGreaterThan(0);
    expect(waiter?.slotMs).toBeLessThanOrEqual((used?.slotMs ?? 0) + 1e-6);
    expect(waiter?.heldUpMs).toBeLessThan(12_000);
    expect(read?.waiterCount).toBe(1);
    const { rows } = await query(
      `select sum(granted_cpu_ms) as granted from sharing_minute join use_case on no = use_case_no where name = 'burns'`,
    );
    expect(rows[0].granted).toBeCloseTo(used?.cpuMs ?? 0, 3);
  }, 60_000);

  it('what it let in beyond the rate limit, and nothing of a use case that keeps to its policy', async () => {
    await grant('grant_rate', 'limited', { rateLimit: { factor: 20 } }, 60);
    await pass(IN_FORCE_MS);
    // Five at once are its policy's.
    for (let count = 0; count < 10; count++) await tier.submit('limited', [{ payload: {} }, { payload: {} }]);
    await expect
      .poll(async () => (await usedOf('grant_rate'))?.used.submittedCount, WRITTEN)
      .toBeGreaterThanOrEqual(10);
    const used = (await usedOf('grant_rate'))?.used;
    expect(used?.submittedCount).toBeLessThanOrEqual(16);
    expect(used).toMatchObject({ cpuMs: 0, slotMs: 0, jobMs: 0 });
  }, 60_000);
});
