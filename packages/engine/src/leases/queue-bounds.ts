import { encodeJobKey, type JobKey, jobKeyRange, queueOfJobKey } from '@leeway/domain/job-id';
import type { QueueRef } from '../queue/queued-job.ts';

interface Bound {
  readonly range: { readonly low: JobKey; readonly high: JobKey };
  low: JobKey;
  /** Rises whenever the bound is taken back. */
  version: number;
}

/** A look at one queue: from where, and what was known when it began. */
export interface QueueLook extends QueueRef {
  readonly low: JobKey;
  readonly high: JobKey;
  readonly version: number;
}

/**
 * Per queue a key below which nothing is free, as far as this process knows: looks and claims begin there, so that what is
 * leased already and what is gone cost nothing. What comes to lie below (a retry, an earlier deadline, a lease given back)
 * takes the bound back, at once if it happened here, else with the next sweep from the queue's beginning.
 */
export class QueueBounds {
  readonly #bounds = new Map<number, Bound>();

  look(queue: QueueRef): QueueLook {
    const { low, range, version } = this.#of(queue);
    return { ...queue, low, high: range.high, version };
  }

  /** The same from the queue's beginning. */
  lookAtAll(queue: QueueRef): QueueLook {
    const { range, version } = this.#of(queue);
    return { ...queue, ...range, version };
  }

  /** Takes in what a look found; not where the bound was taken back meanwhile, as the look may not have seen why. */
  advance(look: QueueLook, low: JobKey): void {
    const bound = this.#of(look);
    if (bound.version === look.version && low > bound.low) bound.low = low;
  }

  /** The first key of the queue with this deadline. */
  advanceToDeadline(look: QueueLook, deadlineAt: number): void {
    const { shard, useCaseNo } = look;
    this.advance(look, encodeJobKey({ shard, useCaseNo, deadlineAt: Math.max(0, deadlineAt), tie: 0 }));
  }

  /** A job of this key is free. */
  takeBack(key: JobKey): void {
    const bound = this.#of(queueOfJobKey(key));
    bound.version += 1;
    if (key < bound.low) bound.low = key;
  }

  isTakenBackSince(look: QueueLook): boolean {
    return this.#of(look).version !== look.version;
  }

  #of({ shard, useCaseNo }: QueueRef): Bound {
    const id = shard * 2 ** 24 + useCaseNo;
    const known = this.#bounds.get(id);
    if (known !== undefined) return known;
    const range = jobKeyRange(shard, useCaseNo);
    const bound = { range, low: range.low, version: 0 };
    this.#bounds.set(id, bound);
    return bound;
  }
}
