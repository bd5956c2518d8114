import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { stopServer } from '@leeway/db/embedded/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callerOf } from './testing/call-engine.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { type OwnServer, startOwnServer } from './testing/own-server.ts';
import { createProgram } from './testing/program.ts';
import { createRunNotes } from './testing/run-notes.ts';

const PAGE_BYTES = 8_192;

const notes = createRunNotes();
let own: OwnServer;
let engine: EngineProcess;
let key: string;

beforeAll(async () => {
  own = await startOwnServer();
  await seedUseCase(own.database, { name: 'fails', handler: 'fail-and-note', maxAttempts: 1 });
  await seedUseCase(own.database, { name: 'recorded', handler: 'record-run' });
  key = await seedKey(own.database, null);
  engine = await startEngineProcess({ connectionString: own.database.connectionString, port: await freePort() });
});
afterAll(async () => {
  await engine.stop();
  await own.database.drop();
  await own.server.stop();
  notes.remove();
});

/** Turns a bit of every byte in the middle of a table's first page, on the disk of a server that is down. */
function damage(file: string): void {
  const at = PAGE_BYTES - 600;
  const handle = openSync(file, 'r+');
  try {
    const bytes = Buffer.alloc(500);
    readSync(handle, bytes, 0, bytes.length, at);
    writeSync(handle, Buffer.from(bytes.map((byte) => byte ^ 4)), 0, bytes.length, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

it('a damaged page is refused by the store, and no answer is made of it; whatever does not need it goes on, and what does when it is mended', async () => {
  const dead = createProgram({ url: engine.url, key, useCase: 'fails', notes });
  const program = createProgram({ url: engine.url, key, useCase: 'recorded', notes });
  const call = callerOf(engine.url, key);
  await dead.submit(3);
  const [id = ''] = dead.accepted;
  const stateOf = async (job: string) => (await call('GET', `/v1/jobs/${job}`)).body.state;
  for (const job of dead.accepted) await expect.poll(() => stateOf(job), { timeout: 15_000 }).toBe('dead');

  const { rows } = await own.database.pool.query(`select pg_relation_filepath('dead_job') as file`);
  const damageAtRest = async () => {
    // In order: a crash would have its recovery read the page, and refuse to start.
    await stopServer(own.server.cluster.dir);
    damage(path.join(own.server.cluster.dir, rows[0].file));
    await own.server.start();
  };
  await damageAtRest();
  await expect.poll(async () => (await program.submit()).status, { timeout: 20_000 }).toBe(201);

  const answer = await call('GET', `/v1/jobs/${id}`);
  expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
  expect(JSON.stringify(answer.body)).not.toMatch(/page|relation|select/i);
  // One that dies now cannot be written down: it alone waits for the page to be mended.
  await dead.submit(1);
  await expect.poll(dead.missing, { timeout: 15_000 }).toEqual([]);
  await program.submit(10);
  const states = async () => new Set(await Promise.all([...program.accepted].map(stateOf)));
  await expect.poll(states, { timeout: 20_000 }).toEqual(new Set(['done']));

  // The same bits once more are as they were.
  await damageAtRest();
  for (const job of dead.accepted) await expect.poll(() => stateOf(job), { timeout: 20_000 }).toBe('dead');
  expect(dead.repeated().length).toBeLessThanOrEqual(1);
}, 90_000);
