import { readdirSync, readFileSync } from 'node:fs';
import { MARK_NAME } from '../workers/end-strays.ts';

/** The processes that a worker of this mark, or a handler in it, has started, wherever they are now. */
export function listMarked(mark: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && isMarked(pid, mark));
}

function isMarked(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${MARK_NAME}=${mark}`);
  } catch {
    return false;
  }
}
