/** How a use case fares; the worst first. */
export const USE_CASE_STATES = ['stalled', 'late', 'failing', 'held', 'paused', 'busy', 'onTime', 'idle'] as const;
export type UseCaseState = (typeof USE_CASE_STATES)[number];

/** From this share of failed attempts on, a use case is failing rather than retrying. */
const FAILING_SHARE = 0.1;

/** Of a stretch of time that ends now. */
export interface StallFacts {
  readonly delayToleranceMs: number;
  /** Due and not ended. */
  readonly readyCount: number;
  /** Of these and of those that have left again: how many became ready within the stretch. */
  readonly arrivedCount: number;
  readonly endedCount: number;
  /** For how long the next job could have started, as engines say; null: none says that one waits. */
  readonly headWaitedMs: number | null;
  /** A worker runs jobs of it. */
  readonly isRunning: boolean;
}

/**
 * Stalled: for the whole stretch nothing ended, although a job was ready all the while and waited longer than it may. What came
 * within the stretch never counts, nor what is only being run for long.
 */
export function isStalled(facts: StallFacts, stretchMs: number): boolean {
  if (facts.endedCount > 0 || facts.readyCount <= facts.arrivedCount) return false;
  const atMostMs = Math.max(stretchMs, facts.delayToleranceMs);
  if (facts.headWaitedMs !== null) return facts.headWaitedMs > atMostMs;
  // Nobody says that it waits, and nobody runs it: it has been forgotten. For how long is not known beyond the stretch.
  return !facts.isRunning && facts.delayToleranceMs <= stretchMs;
}

/** Of the last 5 minutes. */
export interface UseCaseFacts extends StallFacts {
  readonly isPaused: boolean;
  /** An incident mode in force lets only more critical work start. */
  readonly isHeld: boolean;
  readonly lateCount: number;
  readonly failedCount: number;
}

/** How a use case has fared; the worst that holds. Paused and held say it all: somebody wanted it so. */
export function decideUseCaseState(facts: UseCaseFacts, stretchMs: number): UseCaseState {
  const { readyCount, endedCount, delayToleranceMs } = facts;
  if (facts.isPaused) return 'paused';
  if (facts.isHeld && readyCount > 0) return 'held';
  if (isStalled(facts, stretchMs)) return 'stalled';
  const isOverdue = readyCount > 0 && (facts.headWaitedMs ?? 0) > delayToleranceMs;
  if (isOverdue || facts.lateCount > 0) return 'late';
  if (endedCount === 0) return readyCount > 0 ? 'busy' : 'idle';
  return facts.failedCount / endedCount >= FAILING_SHARE ? 'failing' : 'onTime';
}
