const AHEAD_MS = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** ms by the machine's own count: the same in all of its processes, never set, never back. Says nothing about what time it is. */
export function machineTime(): number {
  return performance.now() + AHEAD_MS;
}
