import { LeewayError } from '@leeway/domain/problem';
import type { StoredRequest } from '../queue/find-submit-requests.ts';
import type { Inserted } from '../queue/insert-jobs.ts';
import type { NewRequest } from '../queue/new-job.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { Clock } from '../runtime/clock.ts';

/** How the store took one request: now, before (with what it was answered then), or before but without telling how. */
export type Written =
  | { readonly kind: 'stored'; readonly inserted: Inserted }
  | { readonly kind: 'repeated'; readonly stored: StoredRequest }
  | { readonly kind: 'untold'; readonly cause: unknown };

export interface WriteOptions {
  readonly store: Pick<QueueStore, 'insertJobs' | 'findSubmitRequests'>;
  readonly clock: Pick<Clock, 'elapsed'>;
  /** @param askedAt when the statement was sent, by `clock.elapsed` */
  readonly onInserted: (requests: readonly NewRequest[], inserted: Inserted, askedAt: number) => void;
}

/** Stores requests in one commit, then looks up what the repeats among them were answered. One outcome per request. */
export async function writeRequests(requests: readonly NewRequest[], options: WriteOptions): Promise<Written[]> {
  const askedAt = options.clock.elapsed();
  const inserted = await options.store.insertJobs(requests);
  options.onInserted(requests, inserted, askedAt);
  if (inserted.repeated.size === 0) return requests.map(() => ({ kind: 'stored', inserted }));
  const answers = await findAnswers(inserted.repeated, options.store);
  return requests.map((request) =>
    inserted.repeated.has(request) ? answers(request) : ({ kind: 'stored', inserted } as const),
  );
}

/** Failing here fails the repeats alone: the others are stored. */
async function findAnswers(
  repeated: ReadonlySet<NewRequest>,
  store: WriteOptions['store'],
): Promise<(request: NewRequest) => Written> {
  const scopes = [...repeated].flatMap((request) => request.key?.scope ?? []);
  try {
    const found = await store.findSubmitRequests(scopes);
    return ({ key }) => {
      const stored = key === null ? undefined : found.get(key.scope);
      return stored === undefined ? { kind: 'untold', cause: forgotten() } : { kind: 'repeated', stored };
    };
  } catch (cause) {
    return () => ({ kind: 'untold', cause });
  }
}

/** The key grew too old between the two statements: the next try is the first again. */
function forgotten(): LeewayError {
  return new LeewayError('STORE_UNAVAILABLE', 'This key has just been forgotten; send the request again', {
    retryAfterMs: 1_000,
  });
}
