import { copyBase, makeStandby, restoreBase } from '@leeway/db/testing/base-backup';
import { startThrowAwayPostgres, type ThrowAwayPostgres } from '@leeway/db/testing/throw-away-postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { connectTo, type OwnServer, startOwnServer } from './testing/own-server.ts';
import { createProgram, type Program } from './testing/program.ts';
import { createRunNotes } from './testing/run-notes.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';
import { untilDrained } from './testing/until-drained.ts';

const SETTINGS = { synchronous_commit: 'on', wal_level: 'replica', hot_standby: 'on' };
const RUN_MS = 1_500;

/** Two engines of one tier, each by a way of its own to the store. */
describe('a store that fails over to its standby, where commits are synchronous', () => {
  const notes = createRunNotes();
  let primary: OwnServer;
  let standby: ThrowAwayPostgres;
  const ways: TcpProxy[] = [];
  const engines: EngineProcess[] = [];
  const programs: Program[] = [];

  beforeAll(async () => {
    primary = await startOwnServer({ settings: SETTINGS });
    await seedUseCase(primary.database, { name: 'waits', handler: 'wait-for-signal', maxAttempts: 5 });
    const key = await seedKey(primary.database, null);
    standby = await startThrowAwayPostgres({
      settings: SETTINGS,
      fill: async (cluster) => {
        const copy = { dir: `${cluster.dir}.copy`, passwordFile: `${cluster.passwordFile}.copy` };
        await copyBase(primary.server, copy);
        await restoreBase(copy, cluster);
        await makeStandby(primary.server, cluster, 'second');
      },
    });
    await primary.database.pool.query(`alter system set synchronous_standby_names = 'second'`);
    await primary.database.pool.query('select pg_reload_conf()');
    await vi.waitFor(
      async () => {
        const { rows } = await primary.database.pool.query('select sync_state from pg_stat_replication');
        expect(rows).toEqual([{ sync_state: 'sync' }]);
      },
      { timeout: 20_000, interval: 50 },
    );
    for (let index = 0; index < 2; index++) {
      const way = await startTcpProxy(primary.database.connectionString);
      const engine = await startEngineProcess({ connectionString: way.connectionString, port: await freePort() });
      ways.push(way);
      engines.push(engine);
      const payload = { ms: RUN_MS };
      programs.push(createProgram({ url: engine.url, key, useCase: 'waits', notes, payload }));
    }
  }, 90_000);
  afterAll(async () => {
    for (const engine of engines) await engine.stop();
    for (const way of ways) await way.close();
    await primary.database.drop();
    await standby.stop();
    await primary.server.stop();
    notes.remove();
  });

  it('nothing accepted is lost, the old primary accepts nothing more, and who comes over late is fenced off', async () => {
    const [left, right] = programs;
    if (left === undefined || right === undefined) throw new Error('no programs');
    const promoted = connectTo(standby.adminUrl);
    const starts = () => notes.read().filter(({ what }) => what === 'start').length;
    await Promise.all([left.submit(6), right.submit(6)]);
    await expect.poll(starts, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(4);

    // The first engine stays behind at the old primary, which lives on without its standby.
    await promoted.pool.query('select pg_promote(true, 30)');
    ways[1]?.pointTo(standby.port);
    expect((await left.submit()).status).toBe(503);
    await right.submitUntilAccepted(6);
    const owners = async () =>
      (await promoted.pool.query('select distinct owner from shard_lease where expires_at > now_ms()')).rows.length;
    await expect.poll(owners, { timeout: 20_000, interval: 100 }).toBe(1);
    await untilDrained(promoted);
    expect([left.missing(), right.missing()]).toEqual([[], []]);

    ways[0]?.pointTo(standby.port);
    await primary.server.crash();
    await expect.poll(owners, { timeout: 40_000, interval: 100 }).toBe(2);
    await left.submitUntilAccepted(4);
    const counts = await untilDrained(promoted);
    expect(counts).toMatchObject({ dead: 0, done: counts.submitted });
    expect(counts.submitted).toBe(left.accepted.size + right.accepted.size);
    expect([left.missing(), right.missing()]).toEqual([[], []]);
    await promoted.drop();
  }, 150_000);
});
