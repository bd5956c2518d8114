import type { OpenSystem, Workload } from '../systems/system.ts';
import type { Measurement, Sizes } from '../words.ts';

export interface CaseRun {
  readonly sizes: Sizes;
  readonly variant: number;
  /** Sets the system up on its empty store. */
  readonly open: (workload: Workload) => Promise<OpenSystem>;
}

/** Measures one system once. */
export type Case = (run: CaseRun) => Promise<Measurement[]>;

export const USE_CASE = 'bench';

/** The first tenth of a run warms processes and connections and is not counted. */
export function warmUpJobs(jobs: number): number {
  return Math.max(1, Math.floor(jobs / 10));
}

export function perSecond(jobs: number, tookMs: number, metric = ''): Measurement {
  return { metric, value: (jobs * 1_000) / tookMs, unit: 'jobs/s' };
}
