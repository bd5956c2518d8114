import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Nothing reaches the disk by itself for so long: what is there was asked for. */
const COMMIT_SECONDS = 300;

/** A disk whose power can be cut: a file with a file system in it. */
export interface Disk {
  /** Where it is mounted. */
  readonly dir: string;
  /** What the disk holds in this moment, without what is still in memory only: a copy of the file, as another disk. */
  copyTo(name: string): Promise<void>;
  /** Throws away what is in memory only. */
  discard(): Promise<void>;
}

/** Why there can be no such disk here; null where there can. */
export async function findObstacle(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'mounting a disk needs root';
  for (const program of ['mkfs.ext4', 'losetup', 'mount', 'umount']) {
    if (!(await isThere(program))) return `${program} is not installed`;
  }
  return await run('losetup', ['-f']).then(
    () => null,
    () => 'there is no loop device (losetup -f finds none)',
  );
}

async function isThere(program: string): Promise<boolean> {
  return await run('sh', ['-c', `command -v ${program}`]).then(
    () => true,
    () => false,
  );
}

export async function makeDisk(folder: string, name: string, megabytes: number): Promise<Disk> {
  const image = path.join(folder, `${name}.img`);
  await run('truncate', ['-s', `${megabytes}M`, image]);
  await run('mkfs.ext4', ['-q', '-F', image]);
  return await mountDisk(folder, name);
}

/** Mounts a copy as the machine would after the power is back: the file system recovers by its journal. */
export async function mountDisk(folder: string, name: string): Promise<Disk> {
  const image = path.join(folder, `${name}.img`);
  const dir = path.join(folder, name);
  await mkdir(dir, { recursive: true });
  await run('mount', ['-o', `loop,commit=${COMMIT_SECONDS}`, image, dir]);
  return {
    dir,
    copyTo: async (other) => {
      await run('cp', ['--sparse=always', image, path.join(folder, `${other}.img`)]);
    },
    discard: async () => {
      await run('umount', [dir]);
      await rm(image);
    },
  };
}
