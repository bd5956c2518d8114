import { execFileSync } from 'node:child_process';
import { chownSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chooseOsAccount } from '@leeway/db/embedded/os-account';

const CHUNK = Buffer.alloc(64 * 1_024);

/** A disk of a few megabytes, in memory. */
export interface SmallDisk {
  readonly dir: string;
  /** Takes all that is left, as another program's log might. */
  fill(): void;
  free(): void;
  remove(): void;
}

export function canMountDisks(): boolean {
  const dir = makeFolder();
  try {
    mount(dir, 1);
    execFileSync('umount', [dir]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Its folder belongs to the account that servers run as. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const dir = makeFolder();
  mount(dir, megabytes);
  const { uid, gid } = await chooseOsAccount();
  if (uid !== undefined && gid !== undefined) chownSync(dir, uid, gid);
  const filler = path.join(dir, 'filler');
  return {
    dir,
    fill: () => {
      const file = openSync(filler, 'a');
      try {
        for (;;) writeSync(file, CHUNK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      // A server that did not end in time must not keep the disk.
      execFileSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function makeFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'leeway-disk-'));
}

function mount(dir: string, megabytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}M,mode=755`, 'leeway-test', dir], { stdio: 'ignore' });
}
