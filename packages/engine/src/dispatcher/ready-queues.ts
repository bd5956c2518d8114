import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { ReadyJob } from '../queue/lease.ts';
import { BinaryHeap } from './binary-heap.ts';

interface Queue {
  readonly rows: BinaryHeap<ReadyJob>;
  jobCount: number;
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
 * One in-memory ready queue of rows per use case in deadline order, and the heads of all in one heap: picking the next is
 * O(log use cases). Heads are replaced lazily: a stale one is dropped when it reaches the top.
 */
export class ReadyQueues {
  readonly #queues = new Map<number, Queue>();
  readonly #heads = new BinaryHeap<Head>(isEarlier);
  readonly #aside = new Set<number>();
  #size = 0;

  /** Jobs, those in mega-jobs included. */
  get size(): number {
    return this.#size;
  }

  countOf(useCaseNo: number): number {
    return this.#queues.get(useCaseNo)?.jobCount ?? 0;
  }

  add(job: ReadyJob): void {
    const queue = this.#queues.get(job.useCaseNo) ?? { rows: new BinaryHeap<ReadyJob>(isEarlier), jobCount: 0 };
    this.#queues.set(job.useCaseNo, queue);
    queue.rows.push(job);
    queue.jobCount += job.jobCount;
    this.#size += job.jobCount;
    if (queue.rows.peek() === job) this.#offerHead(job);
  }

  /** The use case whose head has the earliest deadline; undefined where nothing is ready. */
  earliest(): ReadyJob | undefined {
    for (;;) {
      const head = this.#heads.peek();
      if (head === undefined) return undefined;
      const job = this.#queues.get(head.useCaseNo)?.rows.peek();
      if (job !== undefined && job.key === head.key && !this.#aside.has(head.useCaseNo)) return job;
      this.#heads.pop();
    }
  }

  /** A use case that may not start now: the others are compared without it until `bringBack`. */
  setAside(useCaseNo: number): void {
    this.#aside.add(useCaseNo);
  }

  bringBack(): void {
    if (this.#aside.size === 0) return;
    const useCaseNos = [...this.#aside];
    this.#aside.clear();
    for (const useCaseNo of useCaseNos) this.#refreshHead(useCaseNo);
  }

  /** Takes rows of one use case in deadline order, about `count` jobs and `byteCount` of payload, but at least one row. */
  take(useCaseNo: number, count: number, byteCount: number): ReadyJob[] {
    const queue = this.#queues.get(useCaseNo);
    const taken: ReadyJob[] = [];
    if (queue === undefined) return taken;
    let bytes = 0;
    let jobCount = 0;
    for (let next = queue.rows.peek(); next !== undefined; next = queue.rows.peek()) {
      if (taken.length > 0 && (jobCount + next.jobCount > count || bytes >= byteCount)) break;
      queue.rows.pop();
      bytes += next.payload.length;
      jobCount += next.jobCount;
      taken.push(next);
    }
    queue.jobCount -= jobCount;
    this.#size -= jobCount;
    this.#refreshHead(useCaseNo);
    return taken;
  }

  /** Drops the jobs of a shard that is no longer owned; returns them. */
  removeShard(shard: number): ReadyJob[] {
    return [...this.#queues.keys()].flatMap((useCaseNo) => this.#removeWhere(useCaseNo, (job) => job.shard === shard));
  }

  /** Takes single rows out; returns those that were here. */
  removeKeys(keys: ReadonlySet<JobKey>): ReadyJob[] {
    const useCaseNos = new Set([...keys].map((key) => queueOfJobKey(key).useCaseNo));
    return [...useCaseNos].flatMap((useCaseNo) => this.#removeWhere(useCaseNo, (job) => keys.has(job.key)));
  }

  #removeWhere(useCaseNo: number, isRemoved: (job: ReadyJob) => boolean): ReadyJob[] {
    const queue = this.#queues.get(useCaseNo);
    const gone = queue?.rows.removeWhere(isRemoved) ?? [];
    if (queue === undefined || gone.length === 0) return gone;
    const jobCount = gone.reduce((sum, job) => sum + job.jobCount, 0);
    queue.jobCount -= jobCount;
    this.#size -= jobCount;
    this.#refreshHead(useCaseNo);
    return gone;
  }

  #refreshHead(useCaseNo: number): void {
    const head = this.#queues.get(useCaseNo)?.rows.peek();
    if (head === undefined) this.#queues.delete(useCaseNo);
    else this.#offerHead(head);
  }

  #offerHead({ useCaseNo, deadlineAt, key }: ReadyJob): void {
    this.#heads.push({ useCaseNo, deadlineAt, key });
  }
}
