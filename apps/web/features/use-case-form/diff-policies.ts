import { formatDuration } from '#lib/format/duration.ts';

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
  cron: 'Cron expression',
  timeZone: 'Time zone',
  payload: 'Payload',
  missedRuns: 'Missed runs',
  isPaused: 'Paused',
  expiresAt: 'Expires',
  revokedAt: 'Revoked',
};

/** What a field without a value is called. */
export const NOTHING = 'none';

/** A field's value with its unit; what has none on screen is shown as it is kept. */
export function formatField(field: string, value: unknown): string {
  if (value === null || value === undefined) return NOTHING;
  if (typeof value === 'number' && field.endsWith('Ms')) return formatDuration(value);
  if (typeof value === 'number' && field.endsWith('Mb')) return `${value} MiB`;
  if (typeof value === 'number' && field.endsWith('Kb')) return `${value} KiB`;
  if (typeof value === 'number' && /(?:From|To)$/.test(field)) return new Date(value).toISOString();
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === '') return 'empty';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

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
    .filter((field) => field in after && before[field] !== after[field])
    .map((field) => ({
      field,
      label: FIELD_LABELS[field] ?? field,
      before: formatField(field, before[field]),
      after: formatField(field, after[field]),
    }));
}
