import type { JobSubmission } from '@leeway/domain/submit';

/** What may be said about a job beside its payload. */
export interface JobOptions {
  /** Earliest start: an instant, or its ISO 8601 text with a zone. Default: at once. */
  readonly availableAt?: Date | string | undefined;
  /** How long after its earliest start a start is still on time, in ms. Default: the use case's own. */
  readonly delayToleranceMs?: number | undefined;
  /** Of the jobs with one key (a customer, say) only so many run at once as the use case's policy says. */
  readonly concurrencyKey?: string | undefined;
  /** At most one job of the use case holds a key; another with the same is not stored, and the holder is returned. */
  readonly dedupeKey?: string | undefined;
  /** How long the key is held, counted from the acceptance, in ms. Default: until the job ends. */
  readonly dedupeWindowMs?: number | undefined;
}

export interface JobInput extends JobOptions {
  /** Any JSON value; null for a job without input. */
  readonly payload: unknown;
}

function isoText(instant: Date | string): string {
  return typeof instant === 'string' ? instant : instant.toISOString();
}

export function toSubmission({ payload, availableAt, ...rest }: JobInput): JobSubmission {
  const { delayToleranceMs, concurrencyKey, dedupeKey, dedupeWindowMs } = rest;
  return {
    payload,
    ...(availableAt === undefined ? {} : { availableAt: isoText(availableAt) }),
    ...(delayToleranceMs === undefined ? {} : { delayToleranceMs }),
    ...(concurrencyKey === undefined ? {} : { concurrencyKey }),
    ...(dedupeKey === undefined ? {} : { dedupeKey }),
    ...(dedupeWindowMs === undefined ? {} : { dedupeWindowMs }),
  };
}
