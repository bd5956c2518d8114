import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopServer } from '@leeway/db/embedded/server';
import { stopAbandonedRedis } from './redis.ts';

const PREFIX = 'leeway-bench-';

export interface ScratchFolder {
  readonly dir: string;
  /** Where the embedded Postgres keeps its files. */
  readonly postgresDir: string;
  remove(): Promise<void>;
}

/** A folder in the system's temporary one; the database's account must be able to enter it. */
export async function makeScratchFolder(): Promise<ScratchFolder> {
  await sweepAbandoned();
  const dir = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(dir, 0o755);
  return { dir, postgresDir: postgresIn(dir), remove: () => rm(dir, { recursive: true, force: true }) };
}

function postgresIn(dir: string): string {
  return path.join(dir, 'postgres');
}

/** What a killed benchmark left running and lying about: its number is in the folder's name. */
async function sweepAbandoned(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => /^leeway-bench-\d+-/.test(name));
  for (const name of names) {
    if (isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    const dir = path.join(tmpdir(), name);
    await stopServer(path.join(postgresIn(dir), 'pg'));
    await stopAbandonedRedis(dir);
    await rm(dir, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
