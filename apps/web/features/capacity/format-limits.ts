import type { GrantableLimits } from '@leeway/domain/effective-policy';
import { formatNoun, formatWhole } from '#lib/format/number.ts';

export const NO_LIMIT = 'no limit';

type Limit = number | null;

/** `200 CPU ms/s`. */
export function formatCpuQuota(msPerSecond: Limit): string {
  return msPerSecond === null ? NO_LIMIT : `${formatWhole(msPerSecond)} CPU ms/s`;
}

/** `50 jobs/s`. */
export function formatJobRate(perSecond: Limit): string {
  return perSecond === null ? NO_LIMIT : `${formatNoun(perSecond, 'job')}/s`;
}

/** `4 jobs`. */
export function formatJobs(count: Limit): string {
  return count === null ? NO_LIMIT : formatNoun(count, 'job');
}

export interface LimitText {
  /** Which part of a grant lifts it. */
  readonly kind: 'cpuQuota' | 'rateLimit' | 'concurrency';
  readonly label: string;
  readonly unit: string;
  readonly limitOf: (limits: GrantableLimits) => Limit;
  readonly format: (limits: GrantableLimits) => string;
}

/** The limits that a grant can lift, in the order of the form. */
export const GRANTABLE: readonly LimitText[] = [
  {
    kind: 'cpuQuota',
    label: 'CPU quota',
    unit: 'CPU ms/s',
    limitOf: ({ cpuQuotaMsPerSecond }) => cpuQuotaMsPerSecond,
    format: ({ cpuQuotaMsPerSecond }) => formatCpuQuota(cpuQuotaMsPerSecond),
  },
  {
    kind: 'rateLimit',
    label: 'Rate limit',
    unit: 'jobs/s',
    limitOf: ({ rateLimitPerSecond }) => rateLimitPerSecond,
    format: ({ rateLimitPerSecond, rateLimitBurst }) =>
      rateLimitPerSecond === null
        ? NO_LIMIT
        : `${formatJobRate(rateLimitPerSecond)}, ${formatWhole(rateLimitBurst)} at once`,
  },
  {
    kind: 'concurrency',
    label: 'Concurrency limit',
    unit: 'jobs',
    limitOf: ({ concurrencyLimit }) => concurrencyLimit,
    format: ({ concurrencyLimit }) =>
      concurrencyLimit === null ? NO_LIMIT : `${formatJobs(concurrencyLimit)} at once`,
  },
];
