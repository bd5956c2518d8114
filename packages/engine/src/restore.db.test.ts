import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyBase, restoreBase } from '@leeway/db/testing/base-backup';
import { startThrowAwayPostgres, type ThrowAwayPostgres } from '@leeway/db/testing/throw-away-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerOf } from './testing/call-engine.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { connectTo, type OwnServer, startOwnServer } from './testing/own-server.ts';
import { createProgram } from './testing/program.ts';
import { createRunNotes } from './testing/run-notes.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';
import { untilDrained } from './testing/until-drained.ts';

const AHEAD_MS = 4_000;
const SETTINGS = { synchronous_commit: 'on', wal_level: 'replica' };

/** The engine lives on over it, with what it remembers of a time that has not been. */
describe('a store that is set back to an earlier instant', () => {
  const notes = createRunNotes();
  let original: OwnServer;
  let restored: ThrowAwayPostgres | undefined;
  let way: TcpProxy;
  let engine: EngineProcess;
  let key: string;
  let backup: string;

  beforeAll(async () => {
    backup = await mkdtemp(path.join(tmpdir(), 'leeway-backup-'));
    original = await startOwnServer({ settings: SETTINGS });
    await seedUseCase(original.database, { name: 'recorded', handler: 'record-run' });
    key = await seedKey(original.database, null);
    way = await startTcpProxy(original.database.connectionString);
    engine = await startEngineProcess({ connectionString: way.connectionString, port: await freePort() });
  });
  afterAll(async () => {
    await engine.stop();
    await way.close();
    await original.database.drop();
    await original.server.stop();
    await restored?.stop();
    await rm(backup, { recursive: true });
    notes.remove();
  });

  it('runs again what was done since, knows nothing of what was accepted since, and takes that again once', async () => {
    const with_ = { url: engine.url, key, useCase: 'recorded', notes };
    const kept = createProgram({ ...with_, availableAt: new Date(Date.now() + AHEAD_MS) });
    const lost = createProgram(with_);
    const requests = { kept: crypto.randomUUID(), lost: crypto.randomUUID() };
    await kept.submit(4, requests.kept);
    const copy = { dir: path.join(backup, 'pg'), passwordFile: path.join(backup, 'password') };
    await copyBase(original.server, copy);
    await lost.submit(4, requests.lost);
    await untilDrained(original.database);
    expect([kept.missing(), kept.repeated(), lost.missing()]).toEqual([[], [], []]);

    await original.server.crash();
    restored = await startThrowAwayPostgres({
      settings: SETTINGS,
      fill: (cluster) => restoreBase(copy, cluster),
    });
    way.pointTo(restored.port);
    const store = connectTo(restored.adminUrl);
    await untilDrained(store);
    expect(kept.repeated().toSorted()).toEqual([...kept.accepted].toSorted());

    // A repeat of what the store still knows changes nothing; of what it has forgotten it makes the job that is missing.
    const call = callerOf(engine.url, key);
    const [forgotten = ''] = lost.accepted;
    await kept.submitUntilAccepted(4, requests.kept);
    await lost.submitUntilAccepted(4, requests.lost);
    expect([kept.accepted.size, lost.accepted.size]).toEqual([4, 8]);
    expect((await call('GET', `/v1/jobs/${forgotten}`)).status).toBe(404);
    expect(await untilDrained(store)).toMatchObject({ submitted: 8, done: 8, dead: 0 });
    expect([kept.missing(), lost.missing()]).toEqual([[], []]);
    await store.drop();
  }, 120_000);
});
