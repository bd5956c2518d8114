import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '../operator-error.ts';
import { checkFolderOpens } from './access.ts';
import type { PostgresBinaries } from './binaries.ts';
import { explainServerOutput } from './explain.ts';
import type { OsAccount } from './os-account.ts';

const run = promisify(execFile);
export const SUPERUSER = 'leeway';

export interface Cluster {
  readonly binaries: PostgresBinaries;
  readonly account: OsAccount;
  /** Absolute folder of the database files. */
  readonly dir: string;
  /** File that holds the superuser's password, readable by the server's account only. */
  readonly passwordFile: string;
}

/** C.UTF-8 is built into Postgres since 17: sorted alike on every machine, whatever locales it has. */
export const BUILTIN_LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

/** Makes the database files unless they exist. An interrupted first start leaves nothing half-made behind. */
export async function ensureCluster(cluster: Cluster, localeFlags: readonly string[]): Promise<void> {
  const { dir, account } = cluster;
  if (existsSync(path.join(dir, 'PG_VERSION'))) return await refuseOtherVersion(cluster);
  const fresh = `${dir}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700, recursive: true });
  await giveTo(fresh, account);
  checkFolderOpens(fresh, account);
  await writePassword(cluster);
  await initdb({ ...cluster, dir: fresh }, localeFlags);
  await rename(fresh, dir);
}

export async function readPassword(cluster: Pick<Cluster, 'passwordFile'>): Promise<string> {
  return (await readFile(cluster.passwordFile, 'utf8')).trim();
}

async function initdb(
  { binaries, account, dir, passwordFile }: Cluster,
  localeFlags: readonly string[],
): Promise<void> {
  const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums', '--no-instructions', ...localeFlags];
  const args = [`--pgdata=${dir}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, ...flags];
  try {
    await run(binaries.initdb, args, { ...account, cwd: dir, env: serverEnv() });
  } catch (error) {
    throw explainServerOutput(String((error as { stderr?: string }).stderr ?? error), { dir, doing: 'be created' });
  }
}

/** Nothing of the caller's environment, where a PGDATA or PGPORT could lead the server astray. */
export function serverEnv(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

async function writePassword({ passwordFile, account }: Cluster): Promise<void> {
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  await giveTo(passwordFile, account);
}

async function giveTo(target: string, { uid, gid }: OsAccount): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(target, uid, gid);
}

async function refuseOtherVersion({ binaries, account, dir }: Cluster): Promise<void> {
  const made = (await readFile(path.join(dir, 'PG_VERSION'), 'utf8')).trim();
  const { stdout } = await run(binaries.postgres, ['--version'], { ...account, cwd: '/' });
  const running = /(\d+)[.\d]*\s*$/.exec(stdout)?.[1];
  if (running === made) return;
  throw new OperatorError(
    `The database in ${dir} was made by Postgres ${made}, and this Leeway brings Postgres ${running}: use the earlier Leeway to copy it out, or set LEEWAY_DATA_DIR to a new folder.`,
  );
}
