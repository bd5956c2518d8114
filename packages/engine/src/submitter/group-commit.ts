import { LeewayError } from '@leeway/domain/problem';
import type { NewJob } from '../queue/insert-jobs.ts';

/** Rows of one statement; more wait for the next. */
const MAX_ROWS = 5_000;
/** Statements under way at once. */
const WRITERS = 2;
/** Jobs that wait for a statement; beyond this the submitter answers 503 before memory grows. */
export const MAX_WAITING_JOBS = 50_000;

interface Request {
  readonly jobs: readonly NewJob[];
  readonly resolve: (acceptedAt: number) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommit {
  /** Resolves after the commit with the store's time of it; rejects where nothing of these jobs was stored, or (store away) where that is unknown. */
  submit(jobs: readonly NewJob[]): Promise<number>;
  waitingCount(): number;
  /** Resolves when everything submitted so far is answered. */
  drain(): Promise<void>;
}

export interface GroupCommitOptions {
  /** Stores jobs in one commit; returns the store's time of it. */
  readonly write: (jobs: readonly NewJob[]) => Promise<number>;
  /** Whether the error is about the rows themselves, so that trying each request alone finds the offender. */
  readonly isRowError: (error: unknown) => boolean;
}

/** Concurrent requests share one statement: while one is under way the next gathers. */
export function createGroupCommit({ write, isRowError }: GroupCommitOptions): GroupCommit {
  let waiting: Request[] = [];
  let waitingCount = 0;
  let writerCount = 0;
  const onDrained: (() => void)[] = [];

  const takeGroup = (): Request[] => {
    let rows = 0;
    let count = 0;
    while (count < waiting.length && (count === 0 || rows + (waiting[count]?.jobs.length ?? 0) <= MAX_ROWS)) {
      rows += waiting[count]?.jobs.length ?? 0;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingCount -= rows;
    return group;
  };

  const writeOne = async (request: Request): Promise<void> => {
    try {
      request.resolve(await write(request.jobs));
    } catch (error) {
      request.reject(error);
    }
  };

  const writeEach = async (group: readonly Request[]): Promise<void> => {
    for (const request of group) await writeOne(request);
  };

  const writeGroup = async (group: readonly Request[]): Promise<void> => {
    if (group.length === 1) return await writeEach(group);
    try {
      const acceptedAt = await write(group.flatMap((request) => request.jobs));
      for (const request of group) request.resolve(acceptedAt);
    } catch (error) {
      if (isRowError(error)) return await writeEach(group);
      for (const request of group) request.reject(error);
    }
  };

  const work = async (): Promise<void> => {
    writerCount += 1;
    // One turn of the event loop lets requests that arrived together share the statement.
    await new Promise(setImmediate);
    while (waiting.length > 0) await writeGroup(takeGroup());
    writerCount -= 1;
    if (writerCount === 0) for (const resolve of onDrained.splice(0)) resolve();
  };

  return {
    submit: (jobs) => {
      if (waitingCount + jobs.length > MAX_WAITING_JOBS)
        throw new LeewayError('OVERLOADED', 'Too many jobs wait for the store', { retryAfterMs: 1_000 });
      waitingCount += jobs.length;
      return new Promise((resolve, reject) => {
        waiting.push({ jobs, resolve, reject });
        if (writerCount < WRITERS) void work();
      });
    },
    waitingCount: () => waitingCount,
    drain: async () => {
      if (writerCount > 0) await new Promise<void>((resolve) => onDrained.push(resolve));
    },
  };
}
