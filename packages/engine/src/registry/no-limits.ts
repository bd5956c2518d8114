import type { UseCaseEntry } from './entries.ts';

type Capacity = Pick<
  UseCaseEntry,
  | 'quotaKind'
  | 'cpuQuotaMsPerSecond'
  | 'rateLimitPerSecond'
  | 'rateLimitBurst'
  | 'concurrencyLimit'
  | 'concurrencyKeyLimit'
  | 'fairWeight'
  | 'isPaused'
  | 'downstreamIds'
>;

/** The capacity part of a use case that may use what it finds, with the weight that everybody gets. */
export const NO_LIMITS: Capacity = {
  quotaKind: 'reserved',
  cpuQuotaMsPerSecond: null,
  rateLimitPerSecond: null,
  rateLimitBurst: null,
  concurrencyLimit: null,
  concurrencyKeyLimit: null,
  fairWeight: 100,
  isPaused: false,
  downstreamIds: [],
};
