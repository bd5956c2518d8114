import { LeewayError } from '@leeway/domain/problem';
import type { JobSubmission, SubmittedJob } from '@leeway/domain/submit';
import { type Inserted, type NewJob, storedAvailableAt } from '../queue/insert-jobs.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { randomTie } from '../runtime/random.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import { buildJobs, toSubmittedJob } from './build-jobs.ts';
import { createGroupCommit } from './group-commit.ts';

export interface SubmitterOptions {
  readonly store: Pick<QueueStore, 'insertJobs'>;
  /** Store time, estimated. */
  readonly now: () => number;
  readonly shardCount: number;
  /** Called after the commit with the jobs that are due, so that the dispatcher need not ask the store. */
  readonly onReady?: (jobs: readonly QueuedJob[]) => void;
  /** Called after the commit with the earliest instant of the jobs that are not due, and how many they are. */
  readonly onAhead?: (dueAt: number, count: number) => void;
}

export interface Submitter {
  /**
   * Stores jobs of one use case, all or none, and resolves after the commit.
   * Throws INVALID_INPUT (names the fields), OVERLOADED or STORE_UNAVAILABLE (the outcome is then unknown).
   */
  submitJobs(useCase: UseCaseEntry, submissions: readonly JobSubmission[]): Promise<SubmittedJob[]>;
  drain(): Promise<void>;
}

/** Validates, gives each job its key, and writes concurrent submissions together. */
export function createSubmitter(options: SubmitterOptions): Submitter {
  let tie = randomTie();
  const nextTie = () => ++tie;

  const write = async (jobs: readonly NewJob[]): Promise<number> => {
    const inserted = await options.store.insertJobs(jobs);
    announce(jobs, inserted);
    return inserted.acceptedAt;
  };

  const announce = (jobs: readonly NewJob[], { acceptedAt, dueKeys }: Inserted): void => {
    const isDue = (job: NewJob) => !job.mayBeAhead || dueKeys.has(job.key);
    options.onReady?.(jobs.filter(isDue).map((job) => toQueuedJob(job, acceptedAt)));
    const ahead = jobs.filter((job) => !isDue(job));
    if (ahead.length > 0) options.onAhead?.(Math.min(...ahead.map((job) => job.availableAt)), ahead.length);
  };

  const group = createGroupCommit({ write, isRowError: (error) => /^(22|23)/.test(sqlStateOf(error)) });

  return {
    submitJobs: async (useCase, submissions) => {
      const jobs = buildJobs({ useCase, submissions, now: options.now(), shardCount: options.shardCount, nextTie });
      try {
        const acceptedAt = await group.submit(jobs);
        return jobs.map((job) => toSubmittedJob(job, acceptedAt));
      } catch (error) {
        throw translate(error);
      }
    },
    drain: () => group.drain(),
  };
}

function toQueuedJob(job: NewJob, acceptedAt: number): QueuedJob {
  const availableAt = storedAvailableAt(job, acceptedAt);
  return {
    key: job.key,
    attempt: 1,
    availableAt,
    submittedAt: acceptedAt,
    jobCount: job.jobCount,
    payload: job.payload,
  };
}

function translate(error: unknown): LeewayError {
  if (error instanceof LeewayError) return error;
  if (/^22/.test(sqlStateOf(error)))
    return new LeewayError('INVALID_INPUT', 'The store refuses a payload; none of these jobs was stored', {
      fields: [{ field: 'jobs', message: 'A payload contains text that cannot be stored' }],
      cause: error,
    });
  return new LeewayError('STORE_UNAVAILABLE', 'The store did not confirm these jobs: they may or may not be stored', {
    retryAfterMs: 1_000,
    cause: error,
  });
}
