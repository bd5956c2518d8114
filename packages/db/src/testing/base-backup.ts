import { execFile } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Cluster, readPassword, SUPERUSER } from '../embedded/cluster.ts';
import type { ThrowAwayPostgres } from './throw-away-postgres.ts';

const run = promisify(execFile);

export type CopiedFiles = Pick<Cluster, 'dir' | 'passwordFile'>;

/**
 * A copy of a running server's files, as `pg_basebackup` makes one (which does not come with the embedded Postgres): what was
 * committed when this resolves is in it, and nothing of it is waited for by those who write.
 */
export async function copyBase(from: ThrowAwayPostgres, to: CopiedFiles): Promise<void> {
  const client = new pg.Client({ connectionString: from.adminUrl });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('copy', true)`);
    await copyFiles(from.cluster.dir, to.dir);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    // The log that was written meanwhile makes the copy whole.
    await cp(path.join(from.cluster.dir, 'pg_wal'), path.join(to.dir, 'pg_wal'), { recursive: true, force: true });
    await writeFile(path.join(to.dir, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  for (const name of ['postmaster.pid', 'postmaster.opts']) await rm(path.join(to.dir, name), { force: true });
  await cp(from.cluster.passwordFile, to.passwordFile);
}

/** Gives a copy to the server that is to run on it. */
export async function restoreBase(copy: CopiedFiles, to: Cluster): Promise<void> {
  await run('cp', ['-a', copy.dir, to.dir]);
  await cp(copy.passwordFile, to.passwordFile);
  const { uid, gid } = to.account;
  if (uid !== undefined && gid !== undefined) await run('chown', ['-R', `${uid}:${gid}`, to.dir, to.passwordFile]);
}

/** Makes the copy follow its original, under this name, from its next start on. */
export async function makeStandby(of: ThrowAwayPostgres, cluster: Cluster, name: string): Promise<void> {
  const password = await readPassword(of.cluster);
  const address = `host=127.0.0.1 port=${of.port} user=${SUPERUSER} password=${password} application_name=${name}`;
  await writeFile(path.join(cluster.dir, 'standby.signal'), '');
  await writeFile(path.join(cluster.dir, 'postgresql.auto.conf'), `primary_conninfo = '${address}'\n`);
}

/** Files that go while they are copied are of no use to anybody. */
async function copyFiles(from: string, to: string): Promise<void> {
  await run('cp', ['-a', from, to]).catch((error: { stderr?: string }) => {
    if (!/No such file/.test(error.stderr ?? '')) throw error;
  });
}
