import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { formatResult } from './format-result.ts';
import { runChaos } from './run-chaos.ts';
import { makeRunFolder } from './run-folder.ts';

const folder = makeRunFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('parts that are killed and frozen at random lose nothing, run nothing at once twice, and count right', async () => {
  const result = await runChaos({
    jobCount: 20_000,
    killCount: 12,
    pauseCount: 3,
    longestPauseMs: 8_000,
    engineCount: 2,
    clientCount: 2,
    slotCount: 2,
    durationMs: 25_000,
    seed: Date.now() % 1_000_000,
    storeFaultRate: 0,
    folder,
    onProgress: () => undefined,
  });
  expect(result.isGood, formatResult(result)).toBe(true);
  expect(result.seen.accepted).toBeGreaterThanOrEqual(20_000);
  expect(result.seen.looks).toBeGreaterThan(5);
  expect(result.seen.done + result.seen.dead).toBe(result.seen.accepted + result.seen.unknownStored);
}, 240_000);
