import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isSameProcess, markOf, type ProcessMark } from '@leeway/db/data-dir';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';

describe('processes that handlers start', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-left-'));
  const started: ProcessMark[] = [];
  let tier: EngineFixture;

  beforeAll(async () => {
    tier = await startEngineFixture(
      [{ name: 'starts', handler: 'misbehave', maxAttempts: 1, timeoutMs: 1_000 }, { name: 'plain' }],
      { slotCount: 1 },
    );
  });
  afterAll(async () => {
    for (const mark of started) if (isSameProcess(mark)) process.kill(mark.pid, 'SIGKILL');
    await tier.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs a job that starts one and never ends; returns it. */
  const run = async (how: string): Promise<ProcessMark> => {
    const file = path.join(folder, how);
    const [id = ''] = await tier.submit('starts', [{ payload: { how, file } }]);
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8') !== '', { timeout: 10_000 }).toBe(true);
    const mark = markOf(Number(readFileSync(file, 'utf8')));
    started.push(mark);
    const job = await tier.untilState(id, ['dead']);
    expect(job.failure?.code).toBe('TIMEOUT');
    return mark;
  };
  const runPlain = async () => {
    const [id = ''] = await tier.submit('plain', [{ payload: null }]);
    expect((await tier.untilState(id, ['done'])).state).toBe('done');
  };

  it('end with the process of their handler, and its slot goes on', async () => {
    const other = await run('leaveBehind');
    await expect.poll(() => isSameProcess(other), { timeout: 5_000 }).toBe(false);
    await runPlain();
  }, 40_000);

  it('that got away keep no slot, though they hold on to what it printed to', async () => {
    await run('letLoose');
    await runPlain();
  }, 40_000);
});
