import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, markOf, type ProcessMark } from '@leeway/db/data-dir';

/** Living processes that this one started, as /proc tells. */
export function childrenOf(parent: number): ProcessMark[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids
    .filter((pid) => parentOf(pid) === parent)
    .map(markOf)
    .filter(({ began }) => began !== '');
}

function parentOf(pid: number): number {
  try {
    // State and parent, counted from behind the program's name, which may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? 0 : Number(fields[1]);
  } catch {
    return 0;
  }
}

export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** False where that very process is gone: its number may belong to another by now. */
export function signal(mark: ProcessMark, name: NodeJS.Signals): boolean {
  if (!isSameProcess(mark)) return false;
  try {
    return process.kill(mark.pid, name);
  } catch {
    return false;
  }
}

export async function untilGone(marks: readonly ProcessMark[], limitMs: number): Promise<boolean> {
  for (const endAt = performance.now() + limitMs; performance.now() < endAt; await sleep(5))
    if (!marks.some(isSameProcess)) return true;
  return false;
}
