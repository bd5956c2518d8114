import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, startEngineFixture } from '../testing/engine-fixture.ts';

describe('the delay service', () => {
  let fixture: EngineFixture;
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-delay-'));
  const file = path.join(folder, 'runs.jsonl');
  beforeAll(async () => {
    appendFileSync(file, '');
    fixture = await startEngineFixture([
      { name: 'recorded', handler: 'record-run' },
      { name: 'failing', handler: 'misbehave', maxAttempts: 2 },
    ]);
  });
  afterAll(async () => {
    await fixture.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts a thousand jobs of any instants, none before its own', async () => {
    const from = Date.now() + 300;
    const instants = Array.from({ length: 1_000 }, () => from + Math.floor(Math.random() * 2_000));
    const ids = await fixture.submit(
      'recorded',
      instants.map((at) => ({ payload: { file }, availableAt: new Date(at).toISOString() })),
    );
    const dueAt = new Map(ids.map((id, index) => [id, instants[index] ?? 0]));
    const starts = () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { id: string; at: number });
    await expect.poll(() => starts().length, { timeout: 15_000, interval: 50 }).toBe(1_000);
    const early = starts().filter(({ id, at }) => at < (dueAt.get(id) ?? Number.POSITIVE_INFINITY));
    expect(early).toEqual([]);
  });

  it('holds a retry for its backoff, and keeps its deadline and its id', async () => {
    const [id = ''] = await fixture.submit('failing', [{ payload: { how: 'throw' } }]);
    const before = await fixture.getJob(id);
    const after = await fixture.untilState(id, ['dead']);
    expect(after).toMatchObject({ id, attempt: 2, deadlineAt: before.deadlineAt, availableAt: before.availableAt });
  });
});
