import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = '/sys/fs/cgroup';

export interface CgroupLimit {
  readonly kind: 'memory' | 'pids';
  /** Bytes, or processes and threads. */
  readonly limit: number;
}

/** A group of processes to which the kernel gives so much and no more. */
export interface Cgroup {
  /** What it starts from now on is in it too. Memory that it has already is counted where it was taken. */
  add(pid: number): void;
  /** Who is in it now. */
  pids(): number[];
  /** Processes and threads that count, those that ended and were not collected yet too; of kind `pids` only. */
  taken(): number;
  /** How often a process or thread was refused for its limit; of kind `pids` only. */
  refusals(): number;
  /** Once its processes have ended. */
  remove(): Promise<void>;
}

export function canMakeCgroup(limit: CgroupLimit): boolean {
  try {
    rmdirSync(makeGroup(limit));
    return true;
  } catch {
    return false;
  }
}

/** Within the group of this process, so that limits on that one go on. */
function makeGroup({ kind, limit }: CgroupLimit): string {
  const { dir, isFirstVersion } = ownGroup(kind);
  const own = path.join(dir, `leeway-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
  mkdirSync(own);
  try {
    writeFileSync(
      path.join(own, kind === 'memory' && isFirstVersion ? 'memory.limit_in_bytes' : `${kind}.max`),
      `${limit}`,
    );
  } catch (error) {
    rmdirSync(own);
    throw error;
  }
  return own;
}

export function createCgroup(limit: CgroupLimit): Cgroup {
  const own = makeGroup(limit);
  const members = path.join(own, 'cgroup.procs');
  return {
    add: (pid) => writeFileSync(members, String(pid)),
    taken: () => Number(readFileSync(path.join(own, 'pids.current'), 'utf8')),
    refusals: () => Number(readFileSync(path.join(own, 'pids.events'), 'utf8').match(/^max (\d+)$/m)?.[1]),
    pids: () => readFileSync(members, 'utf8').split('\n').filter(Boolean).map(Number),
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
function ownGroup(kind: CgroupLimit['kind']): { dir: string; isFirstVersion: boolean } {
  const groups = readFileSync('/proc/self/cgroup', 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  const first = groups.find(([, controllers]) => controllers?.split(',').includes(kind));
  if (first !== undefined) return { dir: path.join(ROOT, kind, first.slice(2).join(':')), isFirstVersion: true };
  const second = groups.find(([number]) => number === '0');
  return { dir: path.join(ROOT, second?.slice(2).join(':') ?? ''), isFirstVersion: false };
}
