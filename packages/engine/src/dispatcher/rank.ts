import { CRITICALITY_RANK } from '@leeway/domain/criticality';
import { mustStartFrom } from '../capacity/time-shift.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { Meter } from './meter.ts';
import type { Rank } from './ready-queues.ts';

/**
 * A use case may come before its turn, for jobs that would be late, until it has had this much slot time (by its weight)
 * more than the use case whose turn it is: the bound of what urgency takes from fairness.
 */
export const URGENT_DEBT_MS = 2_000;

/** What the head of a use case is worth in the comparison with the heads of others. */
export function rankOf(head: ReadyJob, { useCase, virtualTime, estimate }: Meter): Rank {
  const isOpportunistic = useCase?.quotaKind === 'opportunistic';
  const slackEndsAt = head.deadlineAt - estimate.slowRunMs;
  return {
    urgentAt: isOpportunistic ? Math.min(slackEndsAt, mustStartFrom(head)) : slackEndsAt,
    criticality: CRITICALITY_RANK[useCase?.criticality ?? 'normal'],
    isDeferred: isOpportunistic,
    virtualTime,
  };
}
