import type { Log } from '../runtime/log.ts';

const RETRY_MS = 100;

export interface Asking {
  /** Whether this engine still owns the shard under the same epoch. */
  readonly isOurs: () => boolean;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Pick<Log, 'warn'>;
}

/**
 * Asks the store until it answers; null where the shard is another's by then. A statement whose caller has given it up may be
 * carried out seconds later: until it is known, what it is about may not go back to where it could be started.
 */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  { isOurs, wait, log }: Asking,
): Promise<Answer | null> {
  while (isOurs()) {
    try {
      return await ask();
    } catch (error) {
      log.warn({ err: error }, 'whether jobs were taken out of the queue is not known; asking again');
      await wait(RETRY_MS);
    }
  }
  return null;
}
