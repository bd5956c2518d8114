import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { makeRunFolder } from '../run/run-folder.ts';
import { judgeOutage } from './judge-outage.ts';
import { runOutage } from './run-outage.ts';

const CLIENTS = 2;
const folder = makeRunFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('programs whose tier loses its store for a while ask little meanwhile, and all is as before soon after', async () => {
  const result = await runOutage({
    ...{ folder, beforeMs: 3_000, awayMs: 3_000, afterMs: 9_000 },
    ...{ clientCount: CLIENTS, callsPerSecond: 40, engineCount: 1 },
    onSecond: () => undefined,
  });
  // So short an outage is half over before the clients have learned of it.
  expect(judgeOutage(result, CLIENTS)).toMatchObject({ backAfterMs: true, mostTries: true, retryCount: true });
  expect(result.sentAway).toBeLessThan(result.sentBefore * 1.5);
  expect(result.retryCount).toBeGreaterThan(0);
  expect(result.doneCount).toBeGreaterThanOrEqual(result.storedCount);
  expect(result.imbalance).toEqual([]);
}, 120_000);
