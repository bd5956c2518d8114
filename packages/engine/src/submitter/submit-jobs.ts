import { LeewayError } from '@leeway/domain/problem';
import type { JobSubmission, SubmittedJob } from '@leeway/domain/submit';
import type { Inserted } from '../queue/insert-jobs.ts';
import { type NewJob, type NewRequest, type RequestKey, storedAvailableAt } from '../queue/new-job.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import type { Clock } from '../runtime/clock.ts';
import { randomTie } from '../runtime/random.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import { buildRows } from './build-rows.ts';
import { draftJobs, type JobDraft } from './draft-jobs.ts';
import { createGatherer } from './gather-requests.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Admission, RateLimiter } from './rate-limiter.ts';
import type { RateReading } from './rate-refusal.ts';
import { keyReused } from './to-request-key.ts';
import { toRepeatedJobs, toSubmittedJobs } from './to-submitted-jobs.ts';
import { type Written, writeRequests } from './write-requests.ts';

export interface SubmitterOptions {
  readonly store: Pick<QueueStore, 'insertJobs' | 'findSubmitRequests'>;
  readonly clock: Pick<Clock, 'elapsed' | 'after' | 'soon'>;
  /** Store time, estimated. */
  readonly now: () => number;
  readonly shardCount: number;
  /** Absent: nothing is limited. */
  readonly rateLimiter?: RateLimiter;
  /** Ties of this process's jobs count on from here; 44 bits, not those of another process. */
  readonly firstTie?: number;
  /**
   * Called after the commit with the jobs that are due, so that the dispatcher need not ask the store.
   * @param askedAt when the commit was asked for, by `clock.elapsed`: since then others may have found the jobs
   */
  readonly onReady?: (jobs: readonly QueuedJob[], askedAt: number) => void;
  /** Called after the commit with the earliest instant of the jobs that are not due, and how many they are. */
  readonly onAhead?: (dueAt: number, count: number) => void;
}

export interface JobsToSubmit {
  readonly useCase: UseCaseEntry;
  readonly submissions: readonly JobSubmission[];
  /** Null where a repeat is not to be recognised. */
  readonly key: RequestKey | null;
  /** Whose rate limit counts beside the use case's; null for what no program asked for, which no limit holds back. */
  readonly apiKey: ApiKeyEntry | null;
}

export interface Submitted {
  readonly jobs: SubmittedJob[];
  /** Stored by an earlier request with the same key; nothing was stored now. */
  readonly isReplayed: boolean;
  /** Where the rate limits stand; empty where there are none. */
  readonly rates: readonly RateReading[];
}

export interface Submitter {
  /**
   * Stores jobs of one use case, all or none, and resolves after the commit.
   * Throws INVALID_INPUT (names the fields), RATE_LIMITED, KEY_REUSED, OVERLOADED or STORE_UNAVAILABLE (the outcome is then unknown).
   */
  submitJobs(request: JobsToSubmit): Promise<Submitted>;
  drain(): Promise<void>;
}

/** Validates, gives each job its key, and writes concurrent submissions together. */
export function createSubmitter(options: SubmitterOptions): Submitter {
  let tie = options.firstTie ?? randomTie();
  const nextTie = () => ++tie;

  const onInserted = (requests: readonly NewRequest[], inserted: Inserted, askedAt: number): void => {
    const isStored = (job: NewJob) => !inserted.holders.has(job.key);
    const jobs = requests.flatMap((request) => (inserted.repeated.has(request) ? [] : request.jobs)).filter(isStored);
    const isDue = (job: NewJob) => !job.mayBeAhead || inserted.dueKeys.has(job.key);
    options.onReady?.(
      jobs.filter(isDue).map((job) => toQueuedJob(job, inserted.acceptedAt)),
      askedAt,
    );
    const ahead = jobs.filter((job) => !isDue(job));
    if (ahead.length > 0) options.onAhead?.(Math.min(...ahead.map((job) => job.availableAt)), ahead.length);
  };

  const isRowError = (error: unknown): boolean => /^(22|23)/.test(sqlStateOf(error));
  const group = createGroupCommit<Written>({
    write: (requests) => writeRequests(requests, { store: options.store, clock: options.clock, onInserted }),
    isRowError,
    clock: options.clock,
  });
  const write = async (useCase: UseCaseEntry, drafts: readonly JobDraft[], key: RequestKey | null) => {
    const request = { jobs: buildRows(useCase, drafts, { shardCount: options.shardCount, nextTie }), key };
    return toSubmitted(request, await group.submit(request));
  };
  const gatherer = createGatherer<SubmittedJob>({
    clock: options.clock,
    write: async (useCase, drafts) => (await write(useCase, drafts, null)).jobs,
    isRowError,
  });

  const store = async (useCase: UseCaseEntry, drafts: readonly JobDraft[], key: RequestKey | null): Promise<Stored> => {
    try {
      // A request with a key is stored or recognised whole, so it shares its rows with no other.
      if (key !== null || !gatherer.accepts(useCase, drafts)) return await write(useCase, drafts, key);
      return { jobs: [...(await gatherer.submit(useCase, drafts))], isReplayed: false };
    } catch (error) {
      throw translate(error);
    }
  };

  return {
    // Nothing here outlives the text of the payloads: what the caller parsed may go while the store is waited for.
    submitJobs: async ({ useCase, submissions, key, apiKey }) => {
      const drafts = draftJobs(useCase, submissions, options.now());
      const count = drafts.length;
      const admission = apiKey === null ? null : (options.rateLimiter?.admit({ useCase, apiKey, count }) ?? null);
      return await charge(admission, store(useCase, drafts, key));
    },
    drain: async () => {
      gatherer.flushAll();
      await group.drain();
    },
  };
}

/** A repeat that is answered like its first costs nothing, nor does what is known not to be stored. */
async function charge(admission: Admission | null, storing: Promise<Stored>): Promise<Submitted> {
  try {
    const stored = await storing;
    if (stored.isReplayed) admission?.giveBack();
    return { ...stored, rates: admission?.readings ?? [] };
  } catch (error) {
    if (!(error instanceof LeewayError) || error.code !== 'STORE_UNAVAILABLE') admission?.giveBack();
    throw error;
  }
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
    concurrencyKey: job.concurrencyKey ?? undefined,
  };
}

type Stored = Omit<Submitted, 'rates'>;

function toSubmitted({ jobs, key }: NewRequest, written: Written): Stored {
  if (written.kind === 'stored') return { jobs: toSubmittedJobs(jobs, written.inserted), isReplayed: false };
  if (written.kind === 'untold') throw translate(written.cause);
  if (written.stored.bodyHash !== key?.bodyHash) throw keyReused();
  return { jobs: toRepeatedJobs(written.stored), isReplayed: true };
}

/** What the store undid by itself: deadlock or conflict (40), no resources (53), a lock (55) or the statement (57014) took too long. */
const UNDONE = /^(40|53|55P03|57014)/;

function translate(error: unknown): LeewayError {
  if (error instanceof LeewayError) return error;
  if (/^22/.test(sqlStateOf(error)))
    return new LeewayError('INVALID_INPUT', 'The store refuses a payload; none of these jobs was stored', {
      fields: [{ field: 'jobs', message: 'A payload contains text that cannot be stored' }],
      cause: error,
    });
  if (UNDONE.test(sqlStateOf(error)))
    return new LeewayError('OVERLOADED', 'The store takes too long; nothing was stored', {
      retryAfterMs: 1_000,
      cause: error,
    });
  return new LeewayError('STORE_UNAVAILABLE', 'The store did not confirm these jobs: they may or may not be stored', {
    retryAfterMs: 1_000,
    cause: error,
  });
}
