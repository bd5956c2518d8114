import type { UseCaseSummary } from '@leeway/domain/views';

export const USE_CASE_STATES = ['stalled', 'late', 'failing', 'held', 'paused', 'onTime', 'idle'] as const;
export type UseCaseState = (typeof USE_CASE_STATES)[number];

/** From this share of failed attempts on, a use case is failing rather than retrying. */
const FAILING_SHARE = 0.1;

type Facts = Pick<
  UseCaseSummary,
  'isPaused' | 'isHeld' | 'readyCount' | 'startedCount' | 'lateCount' | 'failedCount' | 'p95Ms' | 'delayToleranceMs'
>;

/** How a use case has fared in the last 5 minutes; the worst that holds. Paused and held say it all: somebody wanted it so. */
export function decideUseCaseState(row: Facts): UseCaseState {
  if (row.isPaused) return 'paused';
  if (row.isHeld && row.readyCount > 0) return 'held';
  if (row.startedCount === 0) return row.readyCount > 0 ? 'stalled' : 'idle';
  if (row.lateCount > 0 || (row.p95Ms ?? 0) > row.delayToleranceMs) return 'late';
  return row.failedCount / row.startedCount >= FAILING_SHARE ? 'failing' : 'onTime';
}

export type Headroom = 'unknown' | 'within' | 'near' | 'over';

/** How the p95 delay stands to what was promised; near from 80 % on. */
export function decideHeadroom(p95Ms: number | null, toleranceMs: number): Headroom {
  if (p95Ms === null) return 'unknown';
  if (p95Ms > toleranceMs) return 'over';
  return p95Ms > toleranceMs * 0.8 ? 'near' : 'within';
}
