import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the SQL files lie that make the schema. */
export const MIGRATIONS_DIR = path.resolve(import.meta.dirname, '../migrations');

export interface MigrationFile {
  /** Without `.sql`; names sort in the order in which they are applied. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 in hex, the same whatever line ends the checkout has. */
  readonly checksum: string;
}

export async function readMigrationFiles(dir: string): Promise<MigrationFile[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map((name) => readMigrationFile(dir, name)));
}

async function readMigrationFile(dir: string, fileName: string): Promise<MigrationFile> {
  const sql = (await readFile(path.join(dir, fileName), 'utf8')).replaceAll('\r\n', '\n');
  return { name: fileName.slice(0, -'.sql'.length), sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
