import type { Failure } from '../queue/settlement.ts';

/** What a worker measured of one attempt; instants on the store's clock. */
export interface AttemptResult {
  /** Which job of the row: 0, or the place in the mega-job. */
  readonly place: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly runMs: number;
  readonly cpuMs: number;
  /** What the process held, in MiB. */
  readonly memoryMb: number;
  readonly failure: Failure | null;
}
