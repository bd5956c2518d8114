import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from './operator-error.ts';

export interface DataDirLock {
  /** True where the owner before did not end in order: what it started may still run. */
  readonly wasAbandoned: boolean;
  release(): void;
}

/** One process and no other: numbers are given out again, but not at the same moment. */
export interface ProcessMark {
  readonly pid: number;
  /** As the system tells it; empty where there was no such process. */
  readonly began: string;
}

export function markOf(pid: number): ProcessMark {
  return { pid, began: beganAt(pid) };
}

/** Whether that very process still lives. */
export function isSameProcess({ pid, began }: ProcessMark): boolean {
  return began !== '' && beganAt(pid) === began;
}

/**
 * Makes this process the only owner of a data folder, creating the folder if need be. A folder that a live process owns
 * ends in an OperatorError; one whose owner is gone is taken over.
 */
export function ownDataDir(dataDir: string): DataDirLock {
  createFolder(dataDir);
  const file = path.join(dataDir, 'owner.json');
  const wasAbandoned = existsSync(file);
  if (wasAbandoned) removeAbandoned(file, dataDir);
  writeOwner(file, dataDir);
  return { wasAbandoned, release: () => rmSync(file, { force: true }) };
}

function createFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new OperatorError(
      `The data folder ${dataDir} cannot be made (${reason}): set LEEWAY_DATA_DIR to a folder that you may write to.`,
      error,
    );
  }
}

function writeOwner(file: string, dataDir: string): void {
  try {
    writeFileSync(file, JSON.stringify(markOf(process.pid)), { flag: 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') throw inUse(dataDir, readOwner(file));
    throw new OperatorError(
      `The data folder ${dataDir} cannot be written to (${code}): free some space, or set LEEWAY_DATA_DIR to another folder.`,
      error,
    );
  }
}

function removeAbandoned(file: string, dataDir: string): void {
  const owner = readOwner(file);
  if (owner !== null && isSameProcess(owner)) {
    throw inUse(dataDir, owner);
  }
  rmSync(file, { force: true });
}

function inUse(dataDir: string, owner: ProcessMark | null): OperatorError {
  return new OperatorError(
    `Leeway already runs on ${dataDir} (process ${owner?.pid ?? 'unknown'}): stop that one first, or set LEEWAY_DATA_DIR to another folder.`,
  );
}

function readOwner(file: string): ProcessMark | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Empty where there is no such process, or only what is left of one that nobody has collected. */
function beganAt(pid: number): string {
  try {
    if (!existsSync('/proc/self/stat')) return askPs(pid);
    // State and field 22, counted from behind the program's name, which may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}

function askPs(pid: number): string {
  const line = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return line.startsWith('Z') ? '' : line.split(/\s+/).slice(1).join(' ');
}
