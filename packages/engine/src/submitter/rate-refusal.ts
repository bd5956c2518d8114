import { LeewayError } from '@leeway/domain/problem';

/** Where a limit stands, as this engine shares in it. */
export interface RateReading {
  readonly name: RateLimitName;
  /** The whole limit, grants in force included. */
  readonly perSecond: number;
  readonly burst: number;
  /** Jobs that may come now. */
  readonly remainingCount: number;
  /** When as many may come as ever. */
  readonly wholeAfterMs: number;
}

export type RateLimitName = 'use-case' | 'key';

/** RATE_LIMITED, with where each limit stands. */
export class RateRefusal extends LeewayError {
  readonly readings: readonly RateReading[];

  constructor(detail: string, readings: readonly RateReading[], retryAfterMs: number) {
    super('RATE_LIMITED', detail, { retryAfterMs });
    this.readings = readings;
  }
}
