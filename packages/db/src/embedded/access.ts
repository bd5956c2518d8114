import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../operator-error.ts';
import type { PostgresBinaries } from './binaries.ts';
import type { OsAccount } from './os-account.ts';

/** Refuses, naming the folder, where the server's account could not run its programs. */
export function checkBinariesRun(binaries: PostgresBinaries, account: OsAccount): void {
  const { error, status, stderr } = spawnSync(binaries.postgres, ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  if (status === 0) return;
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'EACCES') {
    const folder = firstClosedFolder(path.dirname(binaries.postgres), account);
    throw new OperatorError(
      `The user "postgres", which the database runs as, cannot enter ${folder}: run "chmod o+x ${folder}", or put Leeway into a folder open to others (such as /opt/leeway), or set DATABASE_URL.`,
    );
  }
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new OperatorError(
    `The embedded Postgres does not run here (${reason}): set DATABASE_URL to a Postgres of your own.`,
  );
}

/** The same for the folder that holds the database. */
export function checkFolderOpens(folder: string, account: OsAccount): void {
  if (account.uid === undefined) return;
  const { status } = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/' });
  if (status === 0) return;
  const closed = firstClosedFolder(folder, account);
  throw new OperatorError(
    `The user "postgres", which the database runs as, cannot enter ${closed}: run "chmod o+x ${closed}", or set LEEWAY_DATA_DIR to a folder that others may enter.`,
  );
}

/** Going down from the root. Falls back to the folder itself where the mode bits do not tell. */
function firstClosedFolder(folder: string, { uid, gid }: OsAccount): string {
  const parts = path.resolve(folder).split(path.sep).filter(Boolean);
  const parents = parts.map((_, index) => path.sep + parts.slice(0, index + 1).join(path.sep));
  return parents.find((parent) => !mayEnter(parent, uid, gid)) ?? folder;
}

function mayEnter(folder: string, uid: number | undefined, gid: number | undefined): boolean {
  const stats = statSync(folder);
  if (stats.uid === uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}
