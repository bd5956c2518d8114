import { readFileSync, writeFileSync } from 'node:fs';

/** So many looks, of which the pool takes forty a second, until the count is read again. */
const LOOKS_PER_READ = 40;
/** The most there is: as if it took all of the memory beside what it takes. With less, a small worker stays and a large engine goes. */
const OOM_SCORE = '1000';

/** Tells whether a process that was killed was killed by the kernel, for want of memory. */
export interface OomWatch {
  /** It runs, and takes so much. */
  look(memoryMb: number): void;
  /** What it took when it was seen last, in MiB; null where the kernel has ended nothing lately. */
  endedAtMb(): number | null;
}

/**
 * The kernel counts the processes that it ends for want of memory, and tells nobody which: one that ends by SIGKILL, and not by
 * our hand, within two seconds of such an end is taken for it.
 */
export function createOomWatch(readCount: () => number | null = readOomKills): OomWatch {
  let counts = [readCount()];
  let lookCount = 0;
  let lastMb = 0;
  return {
    look: (memoryMb) => {
      if (memoryMb > 0) lastMb = memoryMb;
      lookCount += 1;
      if (lookCount % LOOKS_PER_READ === 0) counts = [counts.at(-1) ?? null, readCount()];
    },
    endedAtMb: () => {
      const [before = null] = counts;
      const now = readCount();
      return before !== null && now !== null && now > before ? lastMb : null;
    },
  };
}

/** Since the machine started, whoever they belonged to; null where the system does not tell. */
function readOomKills(): number | null {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}

/** Where memory runs out the kernel ends the largest process: with this, of the workers and what their handlers start, and not the engine or the store. */
export function goFirst(pid: number | undefined): void {
  try {
    if (pid !== undefined) writeFileSync(`/proc/${pid}/oom_score_adj`, OOM_SCORE);
  } catch {
    // The child is gone already, or the system has no such thing.
  }
}
