import type { Workload } from '../system.ts';

/** Worker instances: the project's own measurement uses several. */
export const WORKER_PROCESSES = 2;

/**
 * The configuration of the project's page "Performance" (section "Quick stats"). The local queue trades delay for
 * throughput, says the same page, so it is off where delay is what is measured.
 */
export function graphilePreset(connectionString: string, aim: Workload['aim']) {
  const batching = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };
  return {
    worker: { connectionString, concurrentJobs: 24, maxPoolSize: 25, ...(aim === 'throughput' ? batching : {}) },
  };
}
