import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A server that runs on a folder of database files. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** The live server of exactly this folder, or null: a pid file left by a dead one, or whose number another program now has. */
export function findPostmaster(dir: string): Postmaster | null {
  const lines = readPidFile(dir);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !runsOn(pid, dir)) return null;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

export function pidFileOf(dir: string): string {
  return path.join(dir, 'postmaster.pid');
}

function readPidFile(dir: string): string[] {
  try {
    return readFileSync(pidFileOf(dir), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function runsOn(pid: number, dir: string): boolean {
  const args = argumentsOf(pid);
  return args.includes('postgres') && args.includes(dir);
}

/** The command line of a process; empty where it has ended. */
function argumentsOf(pid: number): string {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
