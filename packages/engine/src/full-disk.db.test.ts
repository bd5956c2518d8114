import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUILTIN_LOCALE } from '@leeway/db/embedded/cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findImbalance } from './testing/conservation.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { type OwnServer, startOwnServer } from './testing/own-server.ts';
import { createRunNotes } from './testing/run-notes.ts';
import { canMountDisks, mountSmallDisk, type SmallDisk } from './testing/small-disk.ts';

const SETTINGS = {
  shared_buffers: '16MB',
  max_wal_size: '48MB',
  min_wal_size: '32MB',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};
/** One that does not compress. */
const PADDING = Array.from({ length: 40_000 }, () => Math.random().toString(36).slice(2, 7)).join('');
const REFUSALS = 40;

/** Where the tables have no room a statement fails; where the log has none, the server ends itself. */
const DISKS = {
  tables: { megabytes: 200, optionsFor: (dir: string) => ({ parent: dir }) },
  log: {
    megabytes: 80,
    optionsFor: (dir: string) => ({ localeFlags: [...BUILTIN_LOCALE, `--waldir=${path.join(dir, 'wal')}`] }),
  },
};

describe.skipIf(!canMountDisks()).each(['tables', 'log'] as const)(
  'a store whose disk is full, that of its %s (needs root, for a disk of its own)',
  (what) => {
    const notes = createRunNotes();
    const accepted: string[] = [];
    let disk: SmallDisk;
    let own: OwnServer;
    let engine: EngineProcess;
    let key: string;

    beforeAll(async () => {
      const { megabytes, optionsFor } = DISKS[what];
      disk = await mountSmallDisk(megabytes);
      own = await startOwnServer({ ...optionsFor(disk.dir), settings: SETTINGS });
      await seedUseCase(own.database, { name: 'recorded', handler: 'record-run' });
      key = await seedKey(own.database, null);
      const { connectionString } = own.database;
      engine = await startEngineProcess({ connectionString, port: await freePort() });
    });
    afterAll(async () => {
      disk.free();
      await own.server.start();
      await engine.stop();
      await own.database.drop();
      await own.server.stop();
      disk.remove();
      notes.remove();
    });

    /** What the program was told; what it was told 201 for must run. */
    const submit = async (): Promise<number> => {
      const answer = await fetch(`${engine.url}/v1/use-cases/recorded/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ jobs: [{ payload: { file: notes.file, padding: PADDING } }] }),
      });
      const body = (await answer.json()) as { jobs?: { id: string }[] };
      for (const { id } of body.jobs ?? []) accepted.push(id);
      if (answer.status === 503) expect(answer.headers.get('retry-after')).toMatch(/^[1-9]/);
      return answer.status;
    };

    it('refuses with 503 and Retry-After, loses nothing that it accepted, and goes on when there is space', async () => {
      for (let count = 0; count < 20; count++) expect(await submit()).toBe(201);
      disk.fill();
      let refusedCount = 0;
      while (refusedCount < REFUSALS) {
        const status = await submit();
        expect([201, 503]).toContain(status);
        if (status === 201) continue;
        refusedCount += 1;
        await sleep(50);
      }
      disk.free();
      // Where its log had no room either, the server has ended itself, and whoever runs it starts it again.
      const startAndSubmit = async () => {
        await own.server.start();
        return await submit();
      };
      await expect.poll(startAndSubmit, { timeout: 30_000, interval: 200 }).toBe(201);
      const missing = () => {
        const ran = new Set(notes.read().map(({ id }) => id));
        return accepted.filter((id) => !ran.has(id));
      };
      await expect.poll(missing, { timeout: 30_000, interval: 200 }).toEqual([]);
      const left = async () => (await own.database.pool.query('select count(*)::int as n from job')).rows[0].n;
      await expect.poll(left, { timeout: 20_000, interval: 100 }).toBe(0);
      expect(await findImbalance(own.database)).toEqual([]);
    }, 120_000);
  },
);
