import type { QueuedJob } from './queued-job.ts';

/** The payload texts of the jobs of a row, taken apart at the first call; JSON that we printed ourselves prints to the same text. */
export function payloadsOf(row: Pick<QueuedJob, 'jobCount' | 'payload'>): (place: number) => string {
  if (row.jobCount === 1) return () => row.payload;
  let payloads: unknown[] | undefined;
  return (place) => {
    payloads ??= JSON.parse(row.payload) as unknown[];
    return JSON.stringify(payloads[place]);
  };
}
