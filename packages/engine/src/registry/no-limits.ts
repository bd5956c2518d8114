import { USE_CASE_DEFAULTS } from '@leeway/domain/limits';
import type { UseCaseEntry } from './entries.ts';

const { quotaKind, cpuQuotaMsPerSecond, rateLimitPerSecond, rateLimitBurst } = USE_CASE_DEFAULTS;
const { concurrencyLimit, concurrencyKeyLimit, fairWeight } = USE_CASE_DEFAULTS;
const limits = {
  ...{ quotaKind, cpuQuotaMsPerSecond, rateLimitPerSecond, rateLimitBurst },
  ...{ concurrencyLimit, concurrencyKeyLimit, fairWeight, isPaused: false, downstreamIds: [] },
};

/** The capacity part of a use case that may use what it finds, with the weight that everybody gets. */
export const NO_LIMITS: Pick<UseCaseEntry, keyof typeof limits> = limits;
