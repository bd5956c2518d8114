import { backoffMs } from '../capacity/backoff.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { AttemptEnd } from '../queue/settlement.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { AttemptResult } from '../workers/attempt-result.ts';

type RetryPolicy = Pick<UseCaseEntry, 'maxAttempts' | 'backoffBaseMs' | 'backoffCapMs'>;

/**
 * Done, to be retried after a backoff, or dead when its attempts are used up.
 * @param policy undefined where the use case is gone: nothing can run it again, so a failure is final
 * @param random uniform in [0, 1)
 */
export function decideOutcome(
  job: ReadyJob,
  result: AttemptResult,
  { policy, random }: { readonly policy: RetryPolicy | undefined; readonly random: () => number },
): AttemptEnd {
  // The store found the job due, so an earlier reading of this machine's estimate is an error of the estimate.
  const startedAt = Math.max(result.startedAt, job.availableAt);
  const mayRetry = policy !== undefined && job.attempt < policy.maxAttempts;
  const isRetried = result.failure !== null && mayRetry;
  return {
    place: result.place,
    outcome: result.failure === null ? 'done' : isRetried ? 'retried' : 'dead',
    startedAt,
    endedAt: Math.max(result.endedAt, startedAt),
    runMs: result.runMs,
    cpuMs: result.cpuMs,
    memoryMbS: (result.memoryMb * result.runMs) / 1_000,
    delayMs: startedAt - job.availableAt,
    isLate: startedAt > job.deadlineAt,
    failure: result.failure,
    retryWaitMs: isRetried && policy !== undefined ? backoffMs(policy, job.attempt, random()) : 0,
  };
}
