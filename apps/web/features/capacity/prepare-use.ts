import type { CapacityReport, CapacityUse } from '@leeway/domain/sharing-views';

/** What a use case, or a team, had of the pool. Shares are null where what they are a part of is not known. */
export interface CapacityRow {
  readonly name: string;
  /** Of a team: the number of its use cases that had anything to do. */
  readonly useCaseCount: number;
  readonly team: string;
  readonly isOpportunistic: boolean;
  readonly cpuMs: number;
  readonly poolShare: number | null;
  /** Null: no limit, of a team: one of its use cases has none. */
  readonly cpuQuotaMsPerSecond: number | null;
  /** CPU used ÷ what the quota allowed in the period. */
  readonly quotaShare: number | null;
  readonly receivedCount: number;
  readonly executedCount: number;
  /** Executed ÷ received; null where nothing was received. */
  readonly executedShare: number | null;
}

type Period = Pick<CapacityReport, 'window' | 'totals'>;

function toRow(use: CapacityUse, { window, totals }: Period): CapacityRow {
  const allowedMs = ((use.cpuQuotaMsPerSecond ?? 0) * (window.toAt - window.fromAt)) / 1_000;
  return {
    name: use.name,
    useCaseCount: 1,
    team: use.team,
    isOpportunistic: use.quotaKind === 'opportunistic',
    cpuMs: use.cpuMs,
    poolShare: totals.cpuCapacityMs > 0 ? use.cpuMs / totals.cpuCapacityMs : null,
    cpuQuotaMsPerSecond: use.cpuQuotaMsPerSecond,
    quotaShare: allowedMs > 0 ? use.cpuMs / allowedMs : null,
    receivedCount: use.submittedCount,
    executedCount: use.doneCount,
    executedShare: use.submittedCount > 0 ? use.doneCount / use.submittedCount : null,
  };
}

export function rowsByUseCase(report: CapacityReport): CapacityRow[] {
  return report.useCases.map((use) => toRow(use, report));
}

export function rowsByTeam(report: CapacityReport): CapacityRow[] {
  const teams = new Map<string, CapacityUse[]>();
  for (const use of report.useCases) teams.set(use.team, [...(teams.get(use.team) ?? []), use]);
  return [...teams].map(([team, uses]) => ({ ...toRow(sumUses(team, uses), report), useCaseCount: uses.length }));
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
  };
}
