import type { JobKey } from '@leeway/domain/job-id';
import type { QueuedJob } from './queued-job.ts';

/**
 * Which jobs (and which attempt of each) are in this process: ready, leased, or waiting to be settled. Reads of the store
 * run beside settlements, so an answer can show a job that has been settled since: what is forgotten while a read is under
 * way is remembered until no read is, and not taken again.
 */
export class HeldJobs {
  readonly #attempts = new Map<JobKey, number>();
  readonly #forgotten = new Map<JobKey, number>();
  #readCount = 0;

  get size(): number {
    return this.#attempts.size;
  }

  has(key: JobKey, attempt: number): boolean {
    return (this.#attempts.get(key) ?? 0) >= attempt || (this.#forgotten.get(key) ?? 0) >= attempt;
  }

  /** Whether any job of a shard is here. */
  hasOfShard(shard: number): boolean {
    const prefix = shard.toString(16).padStart(4, '0');
    for (const key of this.#attempts.keys()) if (key.startsWith(prefix)) return true;
    return false;
  }

  /** False where this attempt is here already (or was, until a moment ago). */
  hold({ key, attempt }: Pick<QueuedJob, 'key' | 'attempt'>): boolean {
    if (this.has(key, attempt)) return false;
    this.#attempts.set(key, attempt);
    return true;
  }

  forget(key: JobKey, attempt: number): void {
    if (this.#attempts.get(key) === attempt) this.#attempts.delete(key);
    if (this.#readCount > 0) this.#forgotten.set(key, attempt);
  }

  /** Reads the store and takes the answer in; between the two nothing that was settled meanwhile comes back. */
  async duringRead<T>(read: () => Promise<T>, takeIn: (answer: T) => void): Promise<void> {
    this.#readCount += 1;
    try {
      takeIn(await read());
    } finally {
      this.#readCount -= 1;
      if (this.#readCount === 0) this.#forgotten.clear();
    }
  }
}
