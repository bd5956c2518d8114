import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrationStatus } from './migrate.ts';
import { MIGRATIONS_DIR, readMigrationFiles } from './migration-files.ts';
import { createPool } from './pool.ts';
import { startThrowAwayPostgres } from './testing/throw-away-postgres.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

const OLDEST = '/usr/lib/postgresql/15/bin';

let database: TestDatabase;
let dir: string;

beforeEach(async () => {
  database = await createTestDatabase({ isEmpty: true });
  dir = await mkdtemp(path.join(tmpdir(), 'leeway-migrations-'));
  await cp(MIGRATIONS_DIR, dir, { recursive: true });
});

afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

async function namesIn(folder: string): Promise<string[]> {
  return (await readMigrationFiles(folder)).map(({ name }) => name);
}

describe('migrate', () => {
  it('applies every file once, in order, when two start at once', async () => {
    const other = createPool({ connectionString: database.connectionString, max: 2, applicationName: 'other' });
    const [first, second] = await Promise.all([migrate(database.pool), migrate(other)]);
    await other.end();
    expect([...first, ...second].sort()).toEqual(await namesIn(MIGRATIONS_DIR));
    const status = await migrationStatus(database.pool);
    expect(status.every(({ appliedAt }) => appliedAt !== null)).toBe(true);
    expect(await migrate(database.pool)).toEqual([]);
  });

  it('tells what waits, before and after', async () => {
    expect((await migrationStatus(database.pool, dir)).map(({ appliedAt }) => appliedAt)).not.toContainEqual(
      expect.any(Date),
    );
    await migrate(database.pool, { dir });
    await writeFile(path.join(dir, '9999_more.sql'), 'create table more (id integer)');
    const waiting = (await migrationStatus(database.pool, dir)).filter(({ appliedAt }) => appliedAt === null);
    expect(waiting).toEqual([{ name: '9999_more', appliedAt: null }]);
    expect(await migrate(database.pool, { dir })).toEqual(['9999_more']);
  });

  it('refuses an applied file that has changed, naming it', async () => {
    await migrate(database.pool, { dir });
    const [first] = await namesIn(dir);
    await writeFile(path.join(dir, `${first}.sql`), 'select 1');
    await expect(migrate(database.pool, { dir })).rejects.toThrow(
      `Migration ${first} was changed after it was applied`,
    );
    await expect(migrationStatus(database.pool, dir)).rejects.toThrow(`Migration ${first} was changed`);
  });

  it('takes a file with other line ends as the same', async () => {
    await migrate(database.pool, { dir });
    const [file] = await readMigrationFiles(dir);
    await writeFile(path.join(dir, `${file?.name}.sql`), String(file?.sql).replaceAll('\n', '\r\n'));
    expect(await migrate(database.pool, { dir })).toEqual([]);
  });

  it('refuses a database from a newer version', async () => {
    await writeFile(path.join(dir, '9999_newer.sql'), 'select 1');
    await migrate(database.pool, { dir });
    await expect(migrate(database.pool)).rejects.toThrow(
      'migration 9999_newer, which this version of Leeway does not know',
    );
  });

  it('keeps nothing of a file that fails, and all before it', async () => {
    await writeFile(path.join(dir, '9999_broken.sql'), 'create table half (id integer); select nonsense');
    await expect(migrate(database.pool, { dir })).rejects.toThrow('Migration 9999_broken failed');
    const { rows } = await database.pool.query("select to_regclass('half') as half, to_regclass('job')::text as job");
    expect(rows).toEqual([{ half: null, job: 'job' }]);
  });

  it('gives up on a table that somebody holds, instead of blocking all behind it', async () => {
    await migrate(database.pool, { dir });
    await writeFile(path.join(dir, '9999_blocked.sql'), 'alter table team add column more text');
    const holder = await database.pool.connect();
    await holder.query('begin; lock table team in access share mode');
    try {
      await expect(migrate(database.pool, { dir })).rejects.toThrow('lock timeout');
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });

  it.skipIf(!existsSync(OLDEST))(`has SQL that the oldest supported Postgres takes (needs ${OLDEST})`, async () => {
    const binaries = { postgres: path.join(OLDEST, 'postgres'), initdb: path.join(OLDEST, 'initdb') };
    const server = await startThrowAwayPostgres({ binaries, localeFlags: ['--locale=C'] });
    const pool = createPool({ connectionString: server.adminUrl, max: 2, applicationName: 'oldest' });
    try {
      const { rows } = await pool.query("select current_setting('server_version_num')::int / 10000 as major");
      expect(rows).toEqual([{ major: 15 }]);
      expect(await migrate(pool)).toEqual(await namesIn(MIGRATIONS_DIR));
    } finally {
      await pool.end();
      await server.stop();
    }
  });
});
