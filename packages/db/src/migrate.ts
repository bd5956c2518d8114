import type { Pool, PoolClient } from 'pg';
import { MIGRATIONS_DIR, type MigrationFile, readMigrationFiles } from './migration-files.ts';
import { OperatorError } from './operator-error.ts';

/** Any number that nothing else here locks: "leeway" on a telephone's keys. */
const MIGRATION_LOCK = 533929;
/** A migration that waits longer for a table would stop every job behind it. */
const LOCK_TIMEOUT = '5s';

export interface MigrateOptions {
  /** Told of each file once it is committed. */
  readonly onStep?: (name: string, tookMs: number) => void;
  readonly dir?: string;
}

export interface MigrationStatus {
  readonly name: string;
  /** Null while it waits to be applied. */
  readonly appliedAt: Date | null;
}

/**
 * Applies the SQL files that this database lacks, in the order of their names, each in a transaction of its own. Any
 * number of processes may call it at once: each file is applied by one of them. Returns the names it applied itself.
 * An applied file that has changed, or is gone, ends in an OperatorError.
 */
export async function migrate(pool: Pool, { onStep, dir = MIGRATIONS_DIR }: MigrateOptions = {}): Promise<string[]> {
  const files = await readMigrationFiles(dir);
  await inTransaction(pool, createBookkeeping);
  const appliedNames: string[] = [];
  for (const file of files) {
    const beganAt = performance.now();
    const applied = await inTransaction(pool, (client) => applyOnce(client, { file, files }));
    if (!applied) continue;
    appliedNames.push(file.name);
    onStep?.(file.name, performance.now() - beganAt);
  }
  return appliedNames;
}

/** Every file with the instant it was applied; refuses as `migrate` does. Changes nothing. */
export async function migrationStatus(pool: Pool, dir = MIGRATIONS_DIR): Promise<MigrationStatus[]> {
  const files = await readMigrationFiles(dir);
  const { rows } = await pool.query("select to_regclass('schema_migration') is not null as exists");
  const applied = rows[0].exists ? await readApplied(pool) : new Map<string, AppliedRow>();
  refuseDifference(files, applied);
  return files.map(({ name }) => ({ name, appliedAt: applied.get(name)?.applied_at ?? null }));
}

interface AppliedRow {
  readonly name: string;
  readonly checksum: string;
  readonly applied_at: Date;
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // The wait for another runner has no limit; only what comes after it has.
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A broken connection has rolled back by itself; destroying it makes sure in every case.
    client.release(true);
    throw error;
  }
}

async function createBookkeeping(client: PoolClient): Promise<void> {
  await client.query(`create table if not exists schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default clock_timestamp())`);
}

async function readApplied(client: Pool | PoolClient): Promise<Map<string, AppliedRow>> {
  const { rows } = await client.query<AppliedRow>('select name, checksum, applied_at from schema_migration');
  return new Map(rows.map((row) => [row.name, row]));
}

interface Application {
  readonly file: MigrationFile;
  readonly files: readonly MigrationFile[];
}

async function applyOnce(client: PoolClient, { file, files }: Application): Promise<boolean> {
  const applied = await readApplied(client);
  refuseDifference(files, applied);
  if (applied.has(file.name)) return false;
  try {
    await client.query(file.sql);
  } catch (error) {
    throw explainFailure(file.name, error);
  }
  await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [file.name, file.checksum]);
  return true;
}

function explainFailure(name: string, error: unknown): OperatorError {
  const message = error instanceof Error ? error.message : String(error);
  const position = (error as { position?: string }).position;
  const where = position === undefined ? '' : ` at character ${position}`;
  return new OperatorError(`Migration ${name} failed${where}, and nothing of it was kept: ${message}`, error);
}

function refuseDifference(files: readonly MigrationFile[], applied: ReadonlyMap<string, AppliedRow>): void {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of applied.values()) {
    const file = byName.get(name);
    if (file === undefined) {
      throw new OperatorError(
        `The database has migration ${name}, which this version of Leeway does not know: run the newer version, or use another database.`,
      );
    }
    if (file.checksum !== checksum) {
      throw new OperatorError(
        `Migration ${name} was changed after it was applied: restore ${name}.sql and put the change into a new file.`,
      );
    }
  }
}
