import type { AlertRule } from '@leeway/domain/alert';

/** What each rule says of its subject, in a word or two. */
export const RULE_LABELS: Readonly<Record<AlertRule, string>> = {
  overQuota: 'over its quota',
  toleranceBurning: 'starting late',
  deadJobs: 'jobs die',
  backlogWontDrain: 'backlog will not drain in time',
  entitlementMissed: 'gets less than its share',
  downstreamCut: 'slowed down',
  stalledUseCase: 'stalled',
};
