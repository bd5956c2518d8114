import { deadlineOfJobKey, decodeJobKey, type JobKey } from '@leeway/domain/job-id';
import type { ReadyJob } from '../queue/lease.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import { BinaryHeap } from './binary-heap.ts';

export function toReadyJob(job: QueuedJob): ReadyJob {
  const { shard, useCaseNo } = decodeJobKey(job.key);
  return { ...job, shard, useCaseNo, deadlineAt: deadlineOfJobKey(job.key) };
}

/** The offer of a use case's head to the comparison; stale when the head has changed since. */
interface Head {
  readonly useCaseNo: number;
  readonly deadlineAt: number;
  readonly key: JobKey;
}

/** Earliest deadline first; the key breaks ties, so the order is the same in every run. */
function isEarlier(a: { deadlineAt: number; key: JobKey }, b: { deadlineAt: number; key: JobKey }): boolean {
  return a.deadlineAt === b.deadlineAt ? a.key < b.key : a.deadlineAt < b.deadlineAt;
}

/**
 * One in-memory ready queue per use case in deadline order, and the heads of all in one heap: picking the next is
 * O(log use cases). Heads are replaced lazily: a stale one is dropped when it reaches the top.
 */
export class ReadyQueues {
  readonly #queues = new Map<number, BinaryHeap<ReadyJob>>();
  readonly #heads = new BinaryHeap<Head>(isEarlier);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  countOf(useCaseNo: number): number {
    return this.#queues.get(useCaseNo)?.size ?? 0;
  }

  add(job: ReadyJob): void {
    const queue = this.#queues.get(job.useCaseNo) ?? new BinaryHeap<ReadyJob>(isEarlier);
    this.#queues.set(job.useCaseNo, queue);
    queue.push(job);
    this.#size += 1;
    if (queue.peek() === job) this.#offerHead(job);
  }

  /** The use case whose head has the earliest deadline; undefined where nothing is ready. */
  earliest(): ReadyJob | undefined {
    for (;;) {
      const head = this.#heads.peek();
      if (head === undefined) return undefined;
      const job = this.#queues.get(head.useCaseNo)?.peek();
      if (job !== undefined && job.key === head.key) return job;
      this.#heads.pop();
    }
  }

  /** Takes jobs of one use case in deadline order, up to `count` and about `byteCount` of payload, but at least one. */
  take(useCaseNo: number, count: number, byteCount: number): ReadyJob[] {
    const queue = this.#queues.get(useCaseNo);
    const taken: ReadyJob[] = [];
    let bytes = 0;
    while (queue !== undefined && taken.length < count && bytes < byteCount) {
      const job = queue.pop();
      if (job === undefined) break;
      bytes += job.payload.length;
      taken.push(job);
    }
    this.#size -= taken.length;
    this.#refreshHead(useCaseNo);
    return taken;
  }

  /** Drops the jobs of a shard that is no longer owned; returns them. */
  removeShard(shard: number): ReadyJob[] {
    const removed: ReadyJob[] = [];
    for (const [useCaseNo, queue] of [...this.#queues]) {
      removed.push(...queue.removeWhere((job) => job.shard === shard));
      this.#refreshHead(useCaseNo);
    }
    this.#size -= removed.length;
    return removed;
  }

  #refreshHead(useCaseNo: number): void {
    const head = this.#queues.get(useCaseNo)?.peek();
    if (head === undefined) this.#queues.delete(useCaseNo);
    else this.#offerHead(head);
  }

  #offerHead({ useCaseNo, deadlineAt, key }: ReadyJob): void {
    this.#heads.push({ useCaseNo, deadlineAt, key });
  }
}
