import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A new folder for one run; the database in it may belong to another account, which must be able to enter. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-chaos-'));
  chmodSync(folder, 0o755);
  return folder;
}
