import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4_096;

/** Resident memory of a process in MiB; null where the system does not tell (it has no /proc, or the process is gone). */
export function readMemoryMb(pid: number): number | null {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return Number.isFinite(pages) ? (pages * PAGE_BYTES) / 2 ** 20 : null;
  } catch {
    return null;
  }
}
