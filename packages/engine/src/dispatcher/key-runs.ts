import type { ReadyJob } from '../queue/lease.ts';

type Keyed = Pick<ReadyJob, 'useCaseNo' | 'concurrencyKey'>;

/**
 * How many jobs of each concurrency key are leased. All jobs of a key are in one shard, so the engine that owns it counts
 * them all. Counted whether the use case limits its keys or not: a limit that is set holds at once.
 */
export class KeyRuns {
  readonly #counts = new Map<number, Map<string, number>>();
  readonly #limits = new Map<number, number>();

  /** @param limit of each key; null: none */
  setLimit(useCaseNo: number, limit: number | null): void {
    if (limit === null) this.#limits.delete(useCaseNo);
    else this.#limits.set(useCaseNo, limit);
  }

  limitOf(useCaseNo: number): number | null {
    return this.#limits.get(useCaseNo) ?? null;
  }

  countOf({ useCaseNo, concurrencyKey }: Keyed): number {
    return concurrencyKey ? (this.#counts.get(useCaseNo)?.get(concurrencyKey) ?? 0) : 0;
  }

  /** Whether no more of this key may start now. */
  isFull(job: Keyed): boolean {
    if (!job.concurrencyKey) return false;
    const limit = this.#limits.get(job.useCaseNo);
    return limit !== undefined && this.countOf(job) >= limit;
  }

  started(job: Keyed): void {
    if (job.concurrencyKey) this.#add(job.useCaseNo, job.concurrencyKey, 1);
  }

  ended(job: Keyed): void {
    if (job.concurrencyKey) this.#add(job.useCaseNo, job.concurrencyKey, -1);
  }

  #add(useCaseNo: number, key: string, change: 1 | -1): void {
    const counts = this.#counts.get(useCaseNo) ?? new Map<string, number>();
    this.#counts.set(useCaseNo, counts);
    const count = (counts.get(key) ?? 0) + change;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
    if (counts.size === 0) this.#counts.delete(useCaseNo);
  }
}
