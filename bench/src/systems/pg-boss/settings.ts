import type { QueueOptions, WorkOptions } from 'pg-boss';
import type { Workload } from '../system.ts';

export const WORKER_PROCESSES = 2;

/** A queue that has a notifier wakes its workers at once (`notify`, constructor option `useListenNotify`). */
export function bossQueue(aim: Workload['aim']): QueueOptions & { notify?: boolean } {
  return aim === 'delay' ? { notify: true } : {};
}

/** API "workers": batches that are fetched again without a pause while they come back full; single jobs where delay is measured. */
export function bossWork(aim: Workload['aim']): WorkOptions {
  return aim === 'delay'
    ? { batchSize: 1, localConcurrency: 10, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 }
    : { batchSize: 1_000, burstWhenBatchFull: true, localConcurrency: 2, pollingIntervalSeconds: 0.5 };
}
