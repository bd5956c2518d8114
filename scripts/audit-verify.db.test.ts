import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { noteHead } from '@leeway/db/audit-chain/note-head';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childEnv, ROOT } from './env.ts';

const SECRET = 'a secret of the deployment';

let database: TestDatabase;
let dir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(path.join(tmpdir(), 'leeway-audit-verify-'));
  await writeFile(path.join(dir, 'auth-secret'), SECRET);
  await database.pool.query(
    `insert into audit_entry (actor_id, actor_name, action, object_type, object_id, object_name)
     select 'user_1', 'Ann', 'team.create', 'team', 'team_' || n, 'a' from generate_series(1, 2500) as n`,
  );
});
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

/** As an operator calls it: what it prints, and how it ends. */
async function verify(...more: string[]): Promise<{ code: number; text: string }> {
  const env = childEnv({ DATABASE_URL: database.connectionString, LEEWAY_DATA_DIR: dir, LEEWAY_AUTH_SECRET: '' });
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(ROOT, 'scripts/audit-verify.ts'), ...more],
      { env },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), text: `${stdout}${stderr}` }),
    );
  });
}

test('a log that holds, without notes and with', async () => {
  const bare = await verify();
  expect(bare).toMatchObject({ code: 0, text: expect.stringContaining('✔ 2500 entries') });
  expect(bare.text).toContain('No note of the head');

  await noteHead(database.pool, path.join(dir, 'audit-heads.jsonl'), SECRET);
  const file = path.join(dir, 'report.json');
  const noted = await verify('--json', file);
  expect(noted).toMatchObject({ code: 0, text: expect.stringContaining('noted outside the database once') });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    entryCount: 2_500,
    fault: null,
    notes: { comparedCount: 1, lastSeq: 2_500 },
  });
});

test('a log that does not hold ends with 1 and names the entry; notes elsewhere are compared as well', async () => {
  const elsewhere = path.join(dir, 'elsewhere.jsonl');
  await noteHead(database.pool, elsewhere, SECRET);
  await database.pool.query(`begin; set local session_replication_role = replica;
    delete from audit_entry where seq > 2000;
    update audit_head set seq = 2000, hash = (select hash from audit_entry where seq = 2000); commit`);
  expect(await verify('--head', elsewhere)).toMatchObject({
    code: 1,
    text: expect.stringContaining('At entry 2001: it and all that came after it were removed'),
  });
  await database.pool.query(`begin; set local session_replication_role = replica;
    update audit_entry set reason = 'x' where seq = 1234; commit`);
  const file = path.join(dir, 'broken.json');
  expect(await verify('--json', file)).toMatchObject({
    code: 1,
    text: expect.stringContaining('At entry 1234: it was changed after it was written'),
  });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ fault: { kind: 'edited', seq: 1_234 } });
});

test('a file of notes that is not there, or that nobody has the secret of, is refused with the remedy', async () => {
  expect(await verify('--head', path.join(dir, 'nowhere'))).toMatchObject({
    code: 1,
    text: expect.stringContaining('There is no file'),
  });
  await rm(path.join(dir, 'auth-secret'));
  expect(await verify()).toMatchObject({ code: 1, text: expect.stringContaining('set LEEWAY_AUTH_SECRET') });
});
