/** What the pool of one engine has. */
export interface PoolSize {
  readonly slotCount: number;
  readonly cpuCount: number;
  readonly memoryMb: number;
}

/** What running something took. */
export interface Usage {
  readonly runMs: number;
  readonly cpuMs: number;
  /** MiB that were reserved for it meanwhile. */
  readonly memoryMb: number;
}

/**
 * The dominant share (Ghodsi et al., NSDI 2011) as time of one slot: of slots, CPU and memory the one of which it took the
 * largest part of the pool. A pool of n slots gives out n ms of it per ms.
 */
export function slotMsOf(
  { runMs, cpuMs, memoryMb }: Usage,
  { slotCount, cpuCount, memoryMb: poolMb }: PoolSize,
): number {
  return Math.max(runMs, (cpuMs * slotCount) / cpuCount, (runMs * memoryMb * slotCount) / poolMb);
}
