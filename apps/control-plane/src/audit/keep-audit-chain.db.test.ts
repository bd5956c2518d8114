import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readNotes } from '@leeway/db/audit-chain/head-notes';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AuditChain, keepAuditChain } from './keep-audit-chain.ts';

const SECRET = 'a secret of the deployment';
const log = pino({ level: 'silent' });

let database: TestDatabase;
let dir: string;
let file: string;
beforeEach(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(path.join(tmpdir(), 'leeway-audit-chain-'));
  file = path.join(dir, 'audit-heads.jsonl');
});
afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

const keep = (): AuditChain => keepAuditChain({ pool: database.pool, file, secret: SECRET, log });
const isLookedAt = (chain: AuditChain) => expect.poll(() => chain.view().report).not.toBeNull();
const noted = async () => (await readNotes(file, SECRET)).notes.map(({ seq }) => seq);
const addEntries = (count: number) =>
  database.pool.query(
    `insert into audit_entry (actor_id, actor_name, action, object_type, object_id, object_name)
     select 'user_1', 'Ann', 'team.create', 'team', 'team_' || n, 'a' from generate_series(1, $1::int) as n`,
    [count],
  );

test('the head is noted at the start and at the stop, and once where nothing was added', async () => {
  await addEntries(3);
  const first = keep();
  await isLookedAt(first);
  expect(first.view().report?.notes).toMatchObject({ comparedCount: 1, lastSeq: 3 });
  expect(await noted()).toEqual([3]);
  await addEntries(4);
  await first.stop();
  expect(await noted()).toEqual([3, 7]);
  await keep().stop();
  expect(await noted()).toEqual([3, 7]);
  expect(await readFile(file, 'utf8')).not.toContain(SECRET);
});

test('an end that was cut off while nobody looked is found at the next start', async () => {
  await addEntries(9);
  await keep().stop();
  await database.pool.query(`begin; set local session_replication_role = replica;
    delete from audit_entry where seq > 5;
    update audit_head set seq = 5, hash = (select hash from audit_entry where seq = 5); commit`);
  const next = keep();
  await isLookedAt(next);
  expect(next.view().report?.fault).toEqual({ kind: 'cutOff', seq: 6, untilSeq: 6 });
  await next.stop();
});

test('where the file cannot be written, that is said, and the log is verified all the same', async () => {
  file = path.join(dir, 'missing', 'audit-heads.jsonl');
  await addEntries(2);
  const chain = keep();
  await isLookedAt(chain);
  await expect.poll(() => chain.view().isUnnoted).toBe(true);
  expect(chain.view()).toMatchObject({ hasFailed: false, report: { fault: null } });
  await chain.stop();
});

test('a store that does not answer is said, and what was known before stays', async () => {
  await addEntries(2);
  const chain = keep();
  await isLookedAt(chain);
  await database.pool.query('alter table audit_head rename to hidden_head');
  chain.verify();
  await expect.poll(() => chain.view()).toMatchObject({ hasFailed: true, progress: null, report: { entryCount: 2 } });
  await chain.stop();
});
