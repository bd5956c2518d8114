import { LeewayError } from '@leeway/domain/problem';
import type { LeaseOutcome } from '../queue/foreign-lease.ts';
import type { EndCall } from '../queue/foreign-leases.ts';
import type { Log } from '../runtime/log.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import type { LeaseEnding } from './end-leases.ts';

/** Leases of one statement; more wait for the next. */
const BATCH_ROWS = 2_000;
const IS_DATA = /^2[23]/;

interface Request {
  readonly calls: readonly EndCall[];
  readonly resolve: (outcomes: LeaseOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface GatheredEnds {
  /** What became of each job, in their order. Rejects with STORE_UNAVAILABLE, the outcome then being unknown. */
  end(calls: readonly EndCall[]): Promise<LeaseOutcome[]>;
  /** Resolves when everything said so far is answered. */
  drain(): Promise<void>;
}

/** Concurrent acks and nacks share one statement: while one is under way the next gathers. */
export function gatherEnds(endByWord: LeaseEnding['endByWord'], log: Log): GatheredEnds {
  let waiting: Request[] = [];
  let running: Promise<void> | null = null;

  const takeBatch = (): Request[] => {
    let rows = 0;
    let count = 0;
    while (count < waiting.length && (count === 0 || rows + (waiting[count]?.calls.length ?? 0) <= BATCH_ROWS)) {
      rows += waiting[count]?.calls.length ?? 0;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  };

  const serve = async (batch: readonly Request[]): Promise<void> => {
    try {
      const outcomes = await endByWord(batch.flatMap(({ calls }) => calls));
      let from = 0;
      for (const { calls, resolve } of batch) {
        resolve(outcomes.slice(from, from + calls.length));
        from += calls.length;
      }
    } catch (error) {
      // One bad row never fails its batch.
      if (batch.length > 1 && IS_DATA.test(sqlStateOf(error))) {
        for (const request of batch) await serve([request]);
        return;
      }
      log.warn({ err: error }, 'ends of leases not confirmed');
      for (const { reject } of batch) reject(unknownOutcome(error));
    }
  };

  const work = async (): Promise<void> => {
    // One turn of the event loop lets calls that arrived together share the statement.
    await new Promise(setImmediate);
    while (waiting.length > 0) await serve(takeBatch());
    running = null;
  };

  return {
    end: (calls) =>
      new Promise((resolve, reject) => {
        waiting.push({ calls, resolve, reject });
        running ??= work();
      }),
    drain: async () => {
      while (running !== null) await running;
    },
  };
}

export function unknownOutcome(cause: unknown): LeewayError {
  const detail = 'The store did not confirm this: it may or may not have happened; say it again';
  return new LeewayError('STORE_UNAVAILABLE', detail, { retryAfterMs: 1_000, cause });
}
