import type { WaitingList } from '@leeway/domain/sharing-views';
import { readWaiting } from '@leeway/engine/reports/read-waiting';
import { z } from 'zod';
import type { Call } from '../api/context.ts';

export const WaitingQuery = z.strictObject({});

/** Use cases that wait now. */
export function listWaiting({ services }: Call): Promise<WaitingList> {
  return readWaiting(services.pool);
}

/** The list at once, then as it changes. */
export function watchWaiting({ services }: Call, signal?: AbortSignal): AsyncGenerator<WaitingList> {
  return services.polls.watch({ key: 'waiting', read: () => readWaiting(services.pool), signal });
}
