import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '@leeway/domain/limits';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { type OwnServer, startOwnServer } from './testing/own-server.ts';
import { createProgram, type Program } from './testing/program.ts';
import { createRunNotes } from './testing/run-notes.ts';
import { untilDrained } from './testing/until-drained.ts';

const SLACK = 4;
const LIMIT_MS = LIMITS.submitWaitMs + LIMITS.submitConnectMs + LIMITS.submitStatementMs;
/** Longer than a shard is kept without a renewal. */
const STANDSTILL_MS = 5_000;

/**
 * What stands for the disk: `commit_delay` makes each flush of the log take 100 ms longer, the most it can; and commits that
 * are written but not confirmed, because a standby that does not exist has not confirmed them, are as those of a disk that stands still.
 */
describe('a store with a slow disk', () => {
  const notes = createRunNotes();
  let own: OwnServer;
  let engine: EngineProcess;
  let program: Program;

  beforeAll(async () => {
    own = await startOwnServer({ settings: { fsync: 'on', synchronous_commit: 'on' } });
    await seedUseCase(own.database, { name: 'recorded', handler: 'record-run' });
    const key = await seedKey(own.database, null);
    engine = await startEngineProcess({ connectionString: own.database.connectionString, port: await freePort() });
    program = createProgram({ url: engine.url, key, useCase: 'recorded', notes });
  });
  afterAll(async () => {
    await set({ commit_delay: '0', synchronous_standby_names: '' });
    await engine.stop();
    await own.database.drop();
    await own.server.stop();
    notes.remove();
  });

  const set = async (settings: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, value] of Object.entries(settings))
      await own.database.pool.query(`alter system set ${name} = '${value}'`);
    await own.database.pool.query('select pg_reload_conf()');
  };

  /** The server takes a setting up by and by. Resolves with the key of the first request that it held up. */
  const untilRefused = async (): Promise<string> => {
    for (;;) {
      const key = crypto.randomUUID();
      if ((await program.submit(1, key)).status === 503) return key;
    }
  };

  it('that flushes 100 ms longer: slower and nothing else, because requests share their commits', async () => {
    await set({ commit_delay: '100000', commit_siblings: '0' });
    await expect.poll(async () => (await program.submit()).tookMs, { timeout: 10_000 }).toBeGreaterThan(90);
    const answers = await Promise.all(Array.from({ length: 100 }, () => program.submit(5)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const { lostLeases } = await untilDrained(own.database);
    expect([program.missing(), program.repeated(), lostLeases]).toEqual([[], [], 0]);
    await set({ commit_delay: '0' });
  }, 90_000);

  it('that stands still: refused in time, and afterwards each request is there once and every promise kept', async () => {
    await set({ synchronous_standby_names: 'nobody' });
    const firstKey = await untilRefused();
    const before = program.accepted.size;
    const keys = Array.from({ length: 20 }, () => crypto.randomUUID());
    const answers = Promise.all(keys.map((key) => program.submit(2, key)));
    await sleep(STANDSTILL_MS);
    for (const { status, tookMs } of await answers) {
      expect(status).toBe(503);
      expect(tookMs).toBeLessThan(SLACK * LIMIT_MS);
    }
    await set({ synchronous_standby_names: '' });
    await program.submitUntilAccepted(1, firstKey);
    for (const key of keys) await program.submitUntilAccepted(2, key);
    expect(program.accepted.size).toBe(before + 1 + 2 * keys.length);
    await untilDrained(own.database);
    expect([program.missing(), program.unheardOf()]).toEqual([[], []]);
  }, 90_000);
});
