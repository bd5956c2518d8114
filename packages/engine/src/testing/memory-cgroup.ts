import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = '/sys/fs/cgroup';
/** The file that holds the limit, by what the system has: the second and the first version of control groups. */
const LIMIT_FILES = { v2: 'memory.max', v1: 'memory.limit_in_bytes' };

/** A group of processes that the kernel gives so much memory and no more: who takes it beyond is ended as on a full machine. */
export interface MemoryCgroup {
  readonly limitMb: number;
  /** What it starts from now on is in it too. What it has already is counted where it was taken. */
  add(pid: number): void;
  /** Once its processes have ended. */
  remove(): Promise<void>;
}

export function canLimitMemory(): boolean {
  try {
    const group = createMemoryCgroup(64);
    rmdirSync(group.dir);
    return true;
  } catch {
    return false;
  }
}

/** Within the group of this process, so that limits on that one go on. */
export function createMemoryCgroup(limitMb: number): MemoryCgroup & { readonly dir: string } {
  const { dir, version } = ownGroup();
  const own = path.join(dir, `leeway-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
  mkdirSync(own);
  try {
    writeFileSync(path.join(own, LIMIT_FILES[version]), String(limitMb * 2 ** 20));
  } catch (error) {
    rmdirSync(own);
    throw error;
  }
  return {
    dir: own,
    limitMb,
    add: (pid) => writeFileSync(path.join(own, 'cgroup.procs'), String(pid)),
    remove: async () => {
      for (let tries = 0; ; tries++) {
        try {
          rmdirSync(own);
          return;
        } catch (error) {
          if (tries > 100) throw error;
          await sleep(50);
        }
      }
    },
  };
}

/** A line is `number:controllers:path`; the second version has neither a number above 0 nor controllers. */
function ownGroup(): { dir: string; version: 'v1' | 'v2' } {
  const groups = readFileSync('/proc/self/cgroup', 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  const v1 = groups.find(([, controllers]) => controllers?.split(',').includes('memory'));
  if (v1 !== undefined) return { dir: path.join(ROOT, 'memory', v1.slice(2).join(':')), version: 'v1' };
  const v2 = groups.find(([number]) => number === '0');
  return { dir: path.join(ROOT, v2?.slice(2).join(':') ?? ''), version: 'v2' };
}
