import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { LIMITS } from '@leeway/domain/limits';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { createProgram, type Program } from './testing/program.ts';
import { createRunNotes } from './testing/run-notes.ts';
import { PLAIN_LINK, startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';
import { untilDrained } from './testing/until-drained.ts';

const ROUNDS = 5;
const SLACK = 4;
const LIMIT_MS = LIMITS.submitWaitMs + LIMITS.submitConnectMs + LIMITS.submitStatementMs;
/** A round trip that no statement of a submission survives. */
const HOPELESS_MS = LIMITS.submitStatementMs;

describe('a slow link between engine and store', () => {
  const notes = createRunNotes();
  let database: TestDatabase;
  let proxy: TcpProxy;
  let engine: EngineProcess;
  let program: Program;

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'recorded', handler: 'record-run' });
    const key = await seedKey(database, null);
    proxy = await startTcpProxy(database.connectionString);
    engine = await startEngineProcess({ connectionString: proxy.connectionString, port: await freePort() });
    program = createProgram({ url: engine.url, key, useCase: 'recorded', notes });
  });
  afterAll(async () => {
    proxy.shape(PLAIN_LINK);
    await engine.stop();
    await proxy.close();
    await database.drop();
    notes.remove();
  });

  it.each([
    ['that takes 200 ms each way', { delayMs: 200, pieceBytes: null }],
    ['that brings every byte alone', { delayMs: 0, pieceBytes: 1 }],
    ['of three bytes at a time and 20 ms', { delayMs: 20, pieceBytes: 3 }],
  ])(
    '%s makes the tier slow and nothing else: every job runs, and once',
    async (_what, link) => {
      proxy.shape(link);
      for (let round = 0; round < ROUNDS; round++)
        expect((await Promise.all([program.submit(3), program.submit(1)])).map(({ status }) => status)).toEqual([
          201, 201,
        ]);
      const { lostLeases } = await untilDrained(database);
      expect([program.missing(), program.repeated(), lostLeases]).toEqual([[], [], 0]);
    },
    90_000,
  );

  it('slower than every limit: refused in time, and afterwards each request is there once', async () => {
    proxy.shape({ delayMs: HOPELESS_MS, pieceBytes: null });
    const keys = Array.from({ length: 6 }, () => crypto.randomUUID());
    for (const { status, tookMs } of await Promise.all(keys.map((key) => program.submit(2, key)))) {
      expect(status).toBe(503);
      expect(tookMs).toBeLessThan(SLACK * LIMIT_MS);
    }
    proxy.shape(PLAIN_LINK);
    const before = program.accepted.size;
    for (const key of keys) await program.submitUntilAccepted(2, key);
    expect(program.accepted.size).toBe(before + 2 * keys.length);
    await untilDrained(database);
    expect([program.missing(), program.unheardOf()]).toEqual([[], []]);
  }, 90_000);
});
