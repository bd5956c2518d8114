import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { hashApiKey, parseApiKey } from '@leeway/domain/api-key';
import { verifyPassword } from 'better-auth/crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_TEAMS, DEMO_USE_CASES } from './demo-use-cases.ts';
import { ensureWorkspace } from './ensure-workspace.ts';

let database: TestDatabase;
let dataDir: string;
beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'leeway-workspace-'));
});
afterEach(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

async function one(statement: string, ...values: unknown[]) {
  return (await database.pool.query(statement, values)).rows[0];
}

describe('the first workspace', () => {
  it('has the demo, a sign-in that works and a key that is stored as its hash', async () => {
    const { workspace, isNew, hasDemo } = await ensureWorkspace(database.pool, dataDir, false);
    expect({ isNew, hasDemo }).toEqual({ isNew: true, hasDemo: true });
    if (workspace === null) throw new Error('a new workspace has a sign-in');

    const account = await one(
      'select password as hash, role from app_account join app_user u on u.id = user_id where email = $1',
      workspace.email,
    );
    expect(account.role).toBe('admin');
    expect(await verifyPassword({ hash: account.hash, password: workspace.password })).toBe(true);

    const key = await one('select secret_hash, team_id from api_key where id = $1', parseApiKey(workspace.apiKey)?.id);
    expect(key).toEqual({ secret_hash: hashApiKey(workspace.apiKey), team_id: null });

    const file = path.join(dataDir, 'demo.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(workspace);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('leaves an audit entry for everything it made, without a secret in it', async () => {
    const { workspace } = await ensureWorkspace(database.pool, dataDir, false);
    const { rows } = await database.pool.query('select action, after from audit_entry');
    const count = (action: string) => rows.filter((row) => row.action === action).length;
    expect(count('team.create')).toBe(DEMO_TEAMS.length);
    expect(count('useCase.register')).toBe(DEMO_USE_CASES.length);
    expect([count('user.create'), count('apiKey.mint')]).toEqual([1, 1]);
    expect(JSON.stringify(rows)).not.toContain(workspace?.password);
    expect(JSON.stringify(rows)).not.toContain(workspace?.apiKey);
  });

  it('is made once, by one of two starts at the same time', async () => {
    const states = await Promise.all([1, 2].map(() => ensureWorkspace(database.pool, dataDir, false)));
    expect(states.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(await one('select count(*) as users from app_user')).toEqual({ users: 1 });
  });

  it('is found again at the next start', async () => {
    const first = await ensureWorkspace(database.pool, dataDir, false);
    const next = await ensureWorkspace(database.pool, dataDir, false);
    expect(next).toEqual({ ...first, isNew: false });
  });

  it('has no teams and use cases where it was asked to be empty, now and later', async () => {
    const { workspace, hasDemo } = await ensureWorkspace(database.pool, dataDir, true);
    expect(hasDemo).toBe(false);
    expect(await ensureWorkspace(database.pool, dataDir, false)).toEqual({ workspace, isNew: false, hasDemo: false });
    const counts = 'select (select count(*) from team) as teams, (select count(*) from use_case) as use_cases';
    expect(await one(counts)).toEqual({ teams: 0, use_cases: 0 });
  });

  it('does not show the sign-in of another database', async () => {
    await ensureWorkspace(database.pool, dataDir, true);
    await database.pool.query('delete from api_key');
    expect((await ensureWorkspace(database.pool, dataDir, true)).workspace).toBeNull();
  });
});
