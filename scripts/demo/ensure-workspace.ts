import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { hashApiKey } from '@leeway/domain/api-key';
import type { Pool, PoolClient } from 'pg';
import { createDemoRegistry } from './create-demo-registry.ts';
import { createSignIn, type SignIn } from './create-sign-in.ts';
import { DEMO_USE_CASES } from './demo-use-cases.ts';
import { mintKey } from './mint-key.ts';

/** What a person needs to begin; kept in `demo.json` of the data folder, readable by its owner only. */
export interface Workspace extends SignIn {
  readonly apiKey: string;
}

export interface WorkspaceState {
  /** Null where the database was set up by others, or on another machine. */
  readonly workspace: Workspace | null;
  readonly isNew: boolean;
  /** Whether the demo's use cases are there, so that its traffic has somewhere to go. */
  readonly hasDemo: boolean;
}

const KEY_DAYS = 365;

/** Gives an empty database its first sign-in and key, and the demo's teams and use cases unless `isEmpty`. */
export async function ensureWorkspace(pool: Pool, dataDir: string, isEmpty: boolean): Promise<WorkspaceState> {
  const file = path.join(dataDir, 'demo.json');
  const created = await createInto(pool, file, isEmpty);
  const { rows } = await pool.query('select count(*) as count from use_case where name = any($1)', [
    DEMO_USE_CASES.map(({ name }) => name),
  ]);
  const workspace = created ?? (await readWorkspace(pool, file));
  return { workspace, isNew: created !== null, hasDemo: rows[0].count === DEMO_USE_CASES.length };
}

/** All or nothing; null where somebody is registered already. */
async function createInto(pool: Pool, file: string, isEmpty: boolean): Promise<Workspace | null> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // Two starts on one database at once: the second waits, and then finds the first one's user.
    await client.query('lock table app_user in share row exclusive mode');
    const { rowCount } = await client.query('select from app_user union all select from use_case limit 1');
    const workspace = rowCount === 0 ? await createAll(client, isEmpty) : null;
    if (workspace !== null) await writePrivately(file, workspace);
    await client.query('commit');
    client.release();
    return workspace;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function createAll(client: PoolClient, isEmpty: boolean): Promise<Workspace> {
  if (!isEmpty) await createDemoRegistry(client);
  const signIn = await createSignIn(client);
  const apiKey = await mintKey(client, { team: null, name: 'first key', days: KEY_DAYS, reason: 'first start' });
  return { ...signIn, apiKey };
}

async function writePrivately(file: string, workspace: Workspace): Promise<void> {
  writeFileSync(`${file}.new`, `${JSON.stringify(workspace, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Null where the file is missing, or tells of another database than this. */
async function readWorkspace(pool: Pool, file: string): Promise<Workspace | null> {
  if (!existsSync(file)) return null;
  const workspace: Workspace = JSON.parse(readFileSync(file, 'utf8'));
  const { rowCount } = await pool.query('select from api_key where secret_hash = $1', [hashApiKey(workspace.apiKey)]);
  return rowCount === 1 ? workspace : null;
}
