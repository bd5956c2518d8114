import { readdirSync, readFileSync } from 'node:fs';

/** The only word in the environment of a worker, which what its handlers start inherits. */
export const MARK_NAME = 'LEEWAY_WORKER';
/** What starts processes faster than this finds them is not caught: a last look would never come. */
const MAX_LOOKS = 20;

/**
 * Ends what handlers started and what left the group of its worker, wherever it is now: it carries the worker's mark, as long as it did not
 * clear its environment. Held still first, so that none starts another meanwhile. Nothing is found where there is no /proc.
 * @returns how many there were
 */
export function endStrays(marks: ReadonlySet<string>): number {
  const held = new Set<number>();
  for (let look = 0; look < MAX_LOOKS; look++) {
    const found = findMarked(marks).filter((pid) => !held.has(pid));
    if (found.length === 0) break;
    for (const pid of found) {
      signal(pid, 'SIGSTOP');
      held.add(pid);
    }
  }
  for (const pid of held) signal(pid, 'SIGKILL');
  return held.size;
}

function findMarked(marks: ReadonlySet<string>): number[] {
  return listProcesses().filter((pid) => {
    const mark = markOf(pid);
    return mark !== null && mark !== '' && marks.has(mark);
  });
}

/** All but this one. */
function listProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  } catch {
    return [];
  }
}

/** Null where it has none, or is another user's, or is gone. */
function markOf(pid: number): string | null {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return environment.find((entry) => entry.startsWith(`${MARK_NAME}=`))?.slice(MARK_NAME.length + 1) ?? null;
  } catch {
    return null;
  }
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
