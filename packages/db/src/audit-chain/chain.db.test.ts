import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../in-transaction.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS_DIR, readMigrationFiles } from '../migration-files.ts';
import { addAuditEntries } from '../testing/add-audit-entries.ts';
import { createTestDatabase, type TestDatabase } from '../testing.ts';
import { verifyChain } from './verify-chain.ts';

const NO_NOTES = { notes: [], unsignedCount: 0 };

let database: TestDatabase;
afterEach(() => database.drop());

const verify = () => verifyChain(database.pool, { notes: NO_NOTES });
const seqs = async () =>
  (await database.pool.query('select seq from audit_entry order by seq')).rows.map(({ seq }) => seq);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('the audit log', () => {
  beforeEach(async () => {
    database = await createTestDatabase();
  });

  it('is a chain from its first entry on, whatever is in one; an empty one holds', async () => {
    expect(await verify()).toMatchObject({ entryCount: 0, fault: null });
    await addAuditEntries(database.pool, 2_345);
    expect(await verify()).toMatchObject({ entryCount: 2_345, fault: null });
    expect(await seqs()).toEqual(upTo(2_345));
  });

  it('gives the number and the hash itself, whatever an insert says', async () => {
    await addAuditEntries(database.pool, 1);
    await database.pool.query(
      `insert into audit_entry (seq, hash, at, actor_id, actor_name, action, object_type, object_id, object_name)
       values (1, '', '0044-03-15 BC', 'user_1', 'Ann', 'team.create', 'team', 'team_1', 'a')`,
    );
    expect(await verify()).toMatchObject({ entryCount: 2, fault: null });
  });

  it.each([
    "update audit_entry set reason = ''",
    "update audit_entry set reason = '' where false",
    'delete from audit_entry',
    'truncate audit_entry',
    'update audit_head set seq = 0',
    'delete from audit_head',
    'truncate audit_head',
    'insert into audit_head (only_row) values (false)',
  ])('refuses: %s', async (statement) => {
    await addAuditEntries(database.pool, 3);
    await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    expect(await verify()).toMatchObject({ entryCount: 3, fault: null });
  });

  it('has no gap where transactions are undone, and none of its writers waits for another in a circle', async () => {
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      let kept = 0;
      for (let turn = 0; turn < 20; turn += 1) {
        const isKept = (turn + writer) % 4 !== 0;
        const work = inTransaction(database.pool, async (client) => {
          await client.query('insert into team (id, name) values ($1, $1)', [`team_${writer}_${turn}`]);
          await addAuditEntries(client, 1);
          await addAuditEntries(client, 2);
          if (!isKept) throw new Error('undone');
        });
        await (isKept ? work : expect(work).rejects.toThrow('undone'));
        if (isKept) kept += 3;
      }
      return kept;
    });
    const total = (await Promise.all(writers)).reduce((sum, kept) => sum + kept, 0);
    expect(total).toBe(8 * 15 * 3);
    expect(await verify()).toMatchObject({ entryCount: total, fault: null });
    expect(await seqs()).toEqual(upTo(total));
  }, 60_000);

  it('is verified while it grows', async () => {
    let isOver = false;
    const writing = (async () => {
      while (!isOver) await addAuditEntries(database.pool, 7);
    })();
    for (let look = 0; look < 20; look += 1) expect((await verify()).fault).toBeNull();
    isOver = true;
    await writing;
    expect((await verify()).entryCount).toBeGreaterThan(0);
  });
});

it('what an earlier version wrote is chained in its order, and its gaps are closed', async () => {
  database = await createTestDatabase({ isEmpty: true });
  const dir = await mkdtemp(path.join(tmpdir(), 'leeway-before-chain-'));
  await cp(MIGRATIONS_DIR, dir, { recursive: true });
  for (const { name } of await readMigrationFiles(dir)) if (name >= '0019') await rm(path.join(dir, `${name}.sql`));
  await migrate(database.pool, { dir });
  await rm(dir, { recursive: true });
  for (const count of [3, 40, 1, 200]) {
    await addAuditEntries(database.pool, count);
    await inTransaction(database.pool, async (client) => {
      await addAuditEntries(client, 5);
      throw new Error('undone');
    }).catch(() => undefined);
  }
  const texts = 'select at, actor_name, object_id, before, after, reason from audit_entry order by seq';
  const before = (await database.pool.query(texts)).rows;
  expect((await seqs()).at(-1)).toBeGreaterThan(244);

  await migrate(database.pool);
  expect((await database.pool.query(texts)).rows).toEqual(before);
  expect(await seqs()).toEqual(upTo(244));
  await addAuditEntries(database.pool, 6);
  expect(await verify()).toMatchObject({ entryCount: 250, fault: null });
  await expect(database.pool.query('delete from audit_entry')).rejects.toThrow('only grows');
});
