import { formatField } from './format-field.ts';

/** Names of a policy's fields on screen, in the order of the form. */
export const FIELD_LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  team: 'Team',
  description: 'Description',
  runtime: 'Who runs the jobs',
  handler: 'Handler',
  delayToleranceMs: 'Delay tolerance',
  criticality: 'Criticality',
  maxAttempts: 'Attempts',
  backoffBaseMs: 'First backoff',
  backoffCapMs: 'Longest backoff',
  timeoutMs: 'Time limit',
  memoryLimitMb: 'Memory limit',
  megaJobMaxCount: 'Jobs to a mega-job',
  megaJobMaxKb: 'Size of a mega-job',
  megaJobMaxWaitMs: 'Wait for a mega-job',
  quotaKind: 'Kind of quota',
  cpuQuotaMsPerSecond: 'CPU quota',
  concurrencyLimit: 'Concurrency limit',
  concurrencyKeyLimit: 'Limit per key',
  rateLimitPerSecond: 'Submit rate limit',
  rateLimitBurst: 'Burst',
  fairWeight: 'Fair weight',
  downstreams: 'Downstreams',
  overloadThreshold: 'Overload threshold',
  maxPerSecond: 'Starts in good health',
  trafficClass: 'Kind of traffic',
  cpuQuota: 'CPU quota',
  rateLimit: 'Submit rate limit',
  concurrency: 'Concurrency limit',
  incidentUrl: 'Link',
  startsAt: 'Starts',
  endsAt: 'Ends',
  endedAt: 'Ended',
  criticalityFloor: 'Criticality floor',
  cron: 'Cron expression',
  timeZone: 'Time zone',
  payload: 'Payload',
  concurrencyKey: 'Concurrency key',
  missedRuns: 'Missed runs',
  isPaused: 'Paused',
  expiresAt: 'Expires',
  revokedAt: 'Revoked',
  calls: 'Calls',
  command: 'Wish',
  email: 'E-mail',
  role: 'Role',
  useCase: 'Use case',
  deadlineAt: 'Deadline',
  label: 'What is replayed',
};

export interface FieldDifference {
  readonly field: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What a change would alter, field by field. */
export function diffPolicies(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): FieldDifference[] {
  return Object.keys(FIELD_LABELS)
    .filter((field) => field in after && !isSame(before[field], after[field]))
    .map((field) => ({
      field,
      label: FIELD_LABELS[field] ?? field,
      before: formatField(field, before[field]),
      after: formatField(field, after[field]),
    }));
}

/** Lists are equal where they hold the same. */
function isSame(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after)) return JSON.stringify(before) === JSON.stringify(after);
  return Object.is(before, after);
}
