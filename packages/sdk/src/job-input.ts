import type { JobSubmission } from '@leeway/domain/submit';

/** What may be said about a job beside its payload. */
export interface JobOptions {
  /** Earliest start: an instant, or its ISO 8601 text with a zone. Default: at once. */
  readonly availableAt?: Date | string | undefined;
  /** How long after its earliest start a start is still on time, in ms. Default: the use case's own. */
  readonly delayToleranceMs?: number | undefined;
}

export interface JobInput extends JobOptions {
  /** Any JSON value; null for a job without input. */
  readonly payload: unknown;
}

function isoText(instant: Date | string): string {
  return typeof instant === 'string' ? instant : instant.toISOString();
}

export function toSubmission({ payload, availableAt, delayToleranceMs }: JobInput): JobSubmission {
  return {
    payload,
    ...(availableAt === undefined ? {} : { availableAt: isoText(availableAt) }),
    ...(delayToleranceMs === undefined ? {} : { delayToleranceMs }),
  };
}
