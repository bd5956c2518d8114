import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import { MIB } from '@leeway/domain/units';
import type { NewRequest } from '../queue/new-job.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';

/** Rows and bytes of payloads of one statement; more wait for the next. */
const MAX_ROWS = 5_000;
const MAX_BYTES = 8 * MIB;
/** Statements under way at once. */
const WRITERS = 2;

interface Waiting<T> {
  readonly request: NewRequest;
  /** By `clock.elapsed`. */
  readonly since: number;
  readonly resolve: (outcome: T) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommit<T> {
  /** Resolves after the commit with the outcome; rejects where nothing of these jobs was stored, or (store away) where that is unknown. */
  submit(request: NewRequest): Promise<T>;
  waitingCount(): number;
  /** Resolves when everything submitted so far is answered. */
  drain(): Promise<void>;
}

export interface GroupCommitOptions<T> {
  /** Stores requests in one commit; returns an outcome for each. */
  readonly write: (requests: readonly NewRequest[]) => Promise<readonly T[]>;
  /** Whether the error is about the rows themselves, so that trying each request alone finds the offender. */
  readonly isRowError: (error: unknown) => boolean;
  readonly clock?: Pick<Clock, 'soon' | 'elapsed' | 'after'>;
}

/** Concurrent requests share one statement: while one is under way the next gathers. */
export function createGroupCommit<T>({
  write,
  isRowError,
  clock = systemClock,
}: GroupCommitOptions<T>): GroupCommit<T> {
  let waiting: Waiting<T>[] = [];
  let waitingCount = 0;
  let writerCount = 0;
  let isWatched = false;
  const onDrained: (() => void)[] = [];

  const takeGroup = (): Waiting<T>[] => {
    let rows = 0;
    let bytes = 0;
    let count = 0;
    for (const { request } of waiting) {
      rows += request.jobs.length;
      for (const { payload } of request.jobs) bytes += payload.length;
      if (count > 0 && (rows > MAX_ROWS || bytes > MAX_BYTES)) break;
      waitingCount -= countJobs(request);
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  };

  /** What has waited too long is refused while nothing of it is stored: a store that stands still must not fill the memory. */
  const refuseLate = (): void => {
    const now = clock.elapsed();
    let count = 0;
    while (count < waiting.length && now - (waiting[count]?.since ?? now) >= LIMITS.submitWaitMs) count += 1;
    const late = waiting.slice(0, count);
    waiting = waiting.slice(count);
    for (const { request, reject } of late) {
      waitingCount -= countJobs(request);
      reject(overloaded('The store takes too long; nothing was stored'));
    }
    isWatched = false;
    watch();
  };

  const watch = (): void => {
    const [first] = waiting;
    if (isWatched || first === undefined) return;
    isWatched = true;
    clock.after(Math.max(1, first.since + LIMITS.submitWaitMs - clock.elapsed()), refuseLate);
  };

  const writeTogether = async (group: readonly Waiting<T>[]): Promise<void> => {
    const outcomes = await write(group.map(({ request }) => request));
    for (const [index, { resolve, reject }] of group.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) reject(new Error('the store does not tell how it took a request'));
      else resolve(outcome);
    }
  };

  const writeGroup = async (group: readonly Waiting<T>[]): Promise<void> => {
    try {
      await writeTogether(group);
    } catch (error) {
      if (group.length > 1 && isRowError(error)) for (const one of group) await writeGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  };

  const work = async (): Promise<void> => {
    writerCount += 1;
    // One turn of the event loop lets requests that arrived together share the statement.
    await new Promise<void>((resolve) => clock.soon(resolve));
    while (waiting.length > 0) await writeGroup(takeGroup());
    writerCount -= 1;
    if (writerCount === 0) for (const resolve of onDrained.splice(0)) resolve();
  };

  return {
    submit: (request) => {
      if (waitingCount + countJobs(request) > LIMITS.waitingJobs)
        throw overloaded('Too many jobs wait for the store; nothing was stored');
      waitingCount += countJobs(request);
      return new Promise((resolve, reject) => {
        waiting.push({ request, since: clock.elapsed(), resolve, reject });
        watch();
        if (writerCount < WRITERS) void work();
      });
    },
    waitingCount: () => waitingCount,
    drain: async () => {
      if (writerCount > 0) await new Promise<void>((resolve) => onDrained.push(resolve));
    },
  };
}

function overloaded(detail: string): LeewayError {
  return new LeewayError('OVERLOADED', detail, { retryAfterMs: 1_000 });
}

function countJobs({ jobs }: NewRequest): number {
  return jobs.reduce((sum, { jobCount }) => sum + jobCount, 0);
}
