import type { GrantEntry } from './entries.ts';
import type { Registry } from './registry.ts';

export type GrantsOf = (useCaseNo: number) => readonly GrantEntry[];

const NONE: readonly GrantEntry[] = [];

/** The grants of each use case, sorted out once per change of the registry. */
export function createGrantsByUseCase(registry: Pick<Registry, 'grants' | 'version'>): GrantsOf {
  let version = Number.NaN;
  let byNo: ReadonlyMap<number, readonly GrantEntry[]> = new Map();
  return (useCaseNo) => {
    if (registry.version() !== version) {
      version = registry.version();
      byNo = Map.groupBy(registry.grants(), (grant) => grant.useCaseNo);
    }
    return byNo.get(useCaseNo) ?? NONE;
  };
}
