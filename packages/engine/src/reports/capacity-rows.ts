import type { CapacityGroup } from '@leeway/domain/report-query';
import type { CapacityRow, CapacityUse } from '@leeway/domain/sharing-views';

interface Period {
  readonly lengthMs: number;
  /** What the cores of the pool could give in it. */
  readonly cpuCapacityMs: number;
}

/** What each use case, or each team, had of the pool in a period. */
export function capacityRows(uses: readonly CapacityUse[], by: CapacityGroup, period: Period): CapacityRow[] {
  return by === 'team' ? rowsByTeam(uses, period) : uses.map((use) => toRow(use, period));
}

function toRow(use: CapacityUse, { lengthMs, cpuCapacityMs }: Period): CapacityRow {
  const allowedMs = ((use.cpuQuotaMsPerSecond ?? 0) * lengthMs) / 1_000;
  return {
    name: use.name,
    useCaseCount: 1,
    team: use.team,
    isOpportunistic: use.quotaKind === 'opportunistic',
    cpuMs: use.cpuMs,
    grantedCpuMs: use.grantedCpuMs,
    poolShare: cpuCapacityMs > 0 ? use.cpuMs / cpuCapacityMs : null,
    cpuQuotaMsPerSecond: use.cpuQuotaMsPerSecond,
    quotaShare: allowedMs > 0 ? use.cpuMs / allowedMs : null,
    receivedCount: use.submittedCount,
    executedCount: use.doneCount,
    executedShare: use.submittedCount > 0 ? use.doneCount / use.submittedCount : null,
  };
}

function rowsByTeam(uses: readonly CapacityUse[], period: Period): CapacityRow[] {
  const teams = Map.groupBy(uses, ({ team }) => team);
  return [...teams].map(([team, of]) => ({ ...toRow(sumUses(team, of), period), useCaseCount: of.length }));
}

function sumUses(team: string, uses: readonly CapacityUse[]): CapacityUse {
  const sum = (read: (use: CapacityUse) => number) => uses.reduce((total, use) => total + read(use), 0);
  const isLimited = uses.every(({ cpuQuotaMsPerSecond }) => cpuQuotaMsPerSecond !== null);
  return {
    name: team,
    team,
    quotaKind: uses.every(({ quotaKind }) => quotaKind === 'opportunistic') ? 'opportunistic' : 'reserved',
    cpuQuotaMsPerSecond: isLimited ? sum((use) => use.cpuQuotaMsPerSecond ?? 0) : null,
    submittedCount: sum((use) => use.submittedCount),
    doneCount: sum((use) => use.doneCount),
    deadCount: sum((use) => use.deadCount),
    cancelledCount: sum((use) => use.cancelledCount),
    cpuMs: sum((use) => use.cpuMs),
    grantedCpuMs: sum((use) => use.grantedCpuMs),
  };
}
