import type { PoolSize } from './dominant-share.ts';

/** What one unit of work of somebody takes of CPU and memory, and how many units it has at most. */
export interface UnitClaim {
  readonly weight: number;
  readonly cpu: number;
  readonly memory: number;
  readonly unitCount: number;
}

/**
 * Who runs how many units where each takes a vector of resources: one unit at a time to whoever has the smallest weighted
 * dominant share, until nothing more fits (dominant resource fairness; Ghodsi et al., NSDI 2011, algorithm 1).
 */
export function fillProgressively(
  claims: readonly UnitClaim[],
  { cpuCount, memoryMb }: Pick<PoolSize, 'cpuCount' | 'memoryMb'>,
): number[] {
  const running = claims.map(() => 0);
  const open = new Set(claims.keys());
  let left = { cpu: cpuCount, memory: memoryMb };
  const shareOf = (index: number): number => {
    const { cpu, memory, weight } = claims[index] as UnitClaim;
    return ((running[index] ?? 0) * Math.max(cpu / cpuCount, memory / memoryMb)) / weight;
  };
  while (open.size > 0) {
    const next = [...open].reduce((least, index) => (shareOf(index) < shareOf(least) ? index : least));
    const { cpu, memory, unitCount } = claims[next] as UnitClaim;
    const fits = (running[next] ?? 0) < unitCount && cpu <= left.cpu && memory <= left.memory;
    if (!fits) {
      open.delete(next);
      continue;
    }
    running[next] = (running[next] ?? 0) + 1;
    left = { cpu: left.cpu - cpu, memory: left.memory - memory };
  }
  return running;
}
