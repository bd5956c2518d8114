import { execFileSync } from 'node:child_process';

/** Resident memory of a process as the system tells it, in bytes. */
export function residentBytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1_024;
}
