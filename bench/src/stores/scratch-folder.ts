import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface ScratchFolder {
  readonly dir: string;
  remove(): Promise<void>;
}

/** A folder in the system's temporary one; the database's account must be able to enter it. */
export async function makeScratchFolder(): Promise<ScratchFolder> {
  const dir = await mkdtemp(path.join(tmpdir(), `leeway-bench-${process.pid}-`));
  await chmod(dir, 0o755);
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}
