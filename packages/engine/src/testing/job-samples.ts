import { encodeJobKey } from '@leeway/domain/job-id';
import type { ReadyJob } from '../queue/lease.ts';
import { toReadyJob } from '../queue/lease.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { AttemptEnd, Settlement } from '../queue/settlement.ts';

/** A job of use case 1 in shard 0, unless said otherwise; `tie` makes its key its own. */
export function sampleJob(
  tie: number,
  more: Partial<QueuedJob> & { shard?: number; useCaseNo?: number } = {},
): ReadyJob {
  const { shard = 0, useCaseNo = 1, ...rest } = more;
  const key = encodeJobKey({ shard, useCaseNo, deadlineAt: 1_000_000, tie });
  return toReadyJob({ key, attempt: 1, availableAt: 5, submittedAt: 5, jobCount: 1, payload: '{"a":1}', ...rest });
}

/** A success at place 0 that took 5 ms, unless said otherwise. */
export function sampleEnd(more: Partial<AttemptEnd> = {}): AttemptEnd {
  const startedAt = Date.now();
  return {
    place: 0,
    outcome: 'done',
    startedAt,
    endedAt: startedAt + 5,
    runMs: 5,
    cpuMs: 4,
    memoryMbS: 0.5,
    delayMs: 10,
    isLate: false,
    failure: null,
    retryWaitMs: 0,
    ...more,
  };
}

/** The end of a lease under epoch 1. */
export function sampleSettlement(job: ReadyJob, end: Partial<AttemptEnd> = {}, epoch = 1): Settlement {
  return { job, epoch, ends: [sampleEnd(end)], returned: [] };
}
