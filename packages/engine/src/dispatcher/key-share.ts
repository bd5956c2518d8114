import type { ReadyJob } from '../queue/lease.ts';
import type { UseCaseQueue } from './use-case-queue.ts';

/**
 * A slot runs its jobs one after another, and all of them count as running: a slot that took all that a concurrency key may
 * run would leave the others nothing. So a bundle gets the slot's part of the limit, one job at least.
 */
export class KeyShare {
  readonly #perKey: number;
  readonly #queue: UseCaseQueue;
  readonly #counts = new Map<string, number>();
  readonly #withheld: string[] = [];

  constructor(limit: number, slotCount: number, queue: UseCaseQueue) {
    this.#perKey = Math.max(1, Math.floor(limit / Math.max(1, slotCount)));
    this.#queue = queue;
  }

  took({ concurrencyKey }: ReadyJob): void {
    if (!concurrencyKey) return;
    const count = (this.#counts.get(concurrencyKey) ?? 0) + 1;
    this.#counts.set(concurrencyKey, count);
    if (count >= this.#perKey && this.#queue.withhold(concurrencyKey)) this.#withheld.push(concurrencyKey);
  }

  /** The bundle is whole: the next one may have more of the same keys. */
  end(): void {
    for (const key of this.#withheld) this.#queue.keyFreed(key);
  }
}
