import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { createProgram, type Program } from './testing/program.ts';
import { createRunNotes, type RunNotes } from './testing/run-notes.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';
import { untilDrained } from './testing/until-drained.ts';

/** Jobs that run when the network parts end while it is apart, before another engine has their shards. */
const RUN_MS = 1_000;
const JOBS = 8;
/** An engine that hears nothing of a statement for longer gives its connection up, and does not know what became of it. */
const GIVEN_UP_MS = 15_000;

describe('an engine that is parted from the store', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let parted: EngineProcess;
  let other: EngineProcess;
  let notes: RunNotes;
  let programs: { readonly parted: Program; readonly other: Program };

  beforeAll(async () => {
    notes = createRunNotes();
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'waits', handler: 'wait-for-signal' });
    const key = await seedKey(database, null);
    proxy = await startTcpProxy(database.connectionString);
    parted = await startEngineProcess({ connectionString: proxy.connectionString, port: await freePort() });
    other = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
    const with_ = { key, useCase: 'waits', notes, payload: { ms: RUN_MS } };
    programs = {
      parted: createProgram({ ...with_, url: parted.url }),
      other: createProgram({ ...with_, url: other.url }),
    };
  });
  afterAll(async () => {
    proxy.mend();
    await Promise.all([parted.stop(), other.stop()]);
    await proxy.close();
    await database.drop();
    notes.remove();
  });

  const shares = async (): Promise<number[]> => {
    const { rows } = await database.pool.query<{ n: number }>(
      'select count(*)::int as n from shard_lease where expires_at > now_ms() group by owner order by owner',
    );
    return rows.map(({ n }) => n);
  };

  const refusedResults = async (): Promise<number> => {
    const text = await (await fetch(`${parted.url}/metrics`)).text();
    return Number(/^leeway_lost_leases_total (\d+)/m.exec(text)?.[1]);
  };

  it('loses its shards, changes nothing by what arrives late, which is counted, and takes part again', async () => {
    await expect.poll(shares, { timeout: 15_000, interval: 100 }).toEqual([8, 8]);
    const before = { submitted: (await untilDrained(database)).submitted, starts: notes.read().length };
    await programs.other.submit(JOBS);
    await expect
      .poll(() => notes.read().length, { timeout: 10_000, interval: 20 })
      .toBeGreaterThanOrEqual(before.starts + 4);
    proxy.swallow('hold');
    const partedAt = performance.now();
    const refused = programs.parted.submit();
    await expect.poll(shares, { timeout: 15_000, interval: 100 }).toEqual([16]);
    expect((await refused).status).toBe(503);
    // What it had in hand is done by the other before a word of it arrives.
    const { submitted } = await untilDrained(database);
    expect(submitted - before.submitted - JOBS).toBeLessThanOrEqual(1);

    const isHeard = performance.now() - partedAt < GIVEN_UP_MS;
    proxy.mend();
    await expect.poll(shares, { timeout: 40_000, interval: 100 }).toEqual([8, 8]);
    await programs.parted.submitUntilAccepted(JOBS);
    const counts = await untilDrained(database);
    expect(programs.other.missing()).toEqual([]);
    expect(programs.parted.missing()).toEqual([]);
    expect(counts.done).toBe(counts.submitted);
    // What it said while it was parted arrived only now, and its answers came back.
    if (isHeard) expect(await refusedResults()).toBeGreaterThanOrEqual(1);
  }, 120_000);
});
