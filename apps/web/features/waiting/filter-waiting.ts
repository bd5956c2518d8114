import type { WaitingUseCase } from '@leeway/domain/sharing-views';
import type { Gate } from '@leeway/domain/wait-reason';

export interface WaitingFilter {
  readonly team: string | null;
  readonly gate: Gate | null;
}

export const WAITING_SORT_KEYS = ['name', 'team', 'gate', 'waited', 'criticality'] as const;
export type WaitingSortKey = (typeof WAITING_SORT_KEYS)[number];

export function filterWaiting(rows: readonly WaitingUseCase[], { team, gate }: WaitingFilter): WaitingUseCase[] {
  return rows.filter((row) => (team === null || row.team === team) && (gate === null || row.gate === gate));
}

/** For how long its next job has waited, and whether that is more than it may; null where it is not known. */
export function decideWaited(
  { headAvailableAt, delayToleranceMs }: Pick<WaitingUseCase, 'headAvailableAt' | 'delayToleranceMs'>,
  asOf: number,
): { readonly waitedMs: number; readonly isLate: boolean } | null {
  if (headAvailableAt === null) return null;
  const waitedMs = Math.max(0, asOf - headAvailableAt);
  return { waitedMs, isLate: waitedMs > delayToleranceMs };
}
