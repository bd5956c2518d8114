import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { ReadyJob } from '../queue/lease.ts';
import { isAmong, type RowState } from '../queue/queued-job.ts';
import { BinaryHeap } from './binary-heap.ts';
import { KeyRuns } from './key-runs.ts';
import { KeyShare } from './key-share.ts';
import { isEarlier, UseCaseQueue } from './use-case-queue.ts';

/** What decides when a use case's head comes before the heads of others. */
export interface Rank {
  /** From this instant on it must start to be in time. Store time, ms. */
  readonly urgentAt: number;
  /** Of urgent ones, the smallest goes first. */
  readonly criticality: number;
  /** Goes only where nothing else can. */
  readonly isDeferred: boolean;
  /** Otherwise the smallest goes first. */
  readonly virtualTime: number;
}

/** The offer of a use case's head to the comparison; stale when there is a newer one. */
interface Head extends Rank {
  readonly useCaseNo: number;
  readonly deadlineAt: number;
  readonly key: JobKey;
  readonly offerNo: number;
}

function isMoreUrgent(a: Head, b: Head): boolean {
  return a.criticality === b.criticality ? isEarlier(a, b) : a.criticality < b.criticality;
}

function isFairer(a: Head, b: Head): boolean {
  if (a.isDeferred !== b.isDeferred) return b.isDeferred;
  return a.virtualTime === b.virtualTime ? isEarlier(a, b) : a.virtualTime < b.virtualTime;
}

/** No offer of its head counts. */
const TAKEN = -1;
/** Stale offers below the top are cleared away when there are more of them than this, beside those that count. */
const MAX_STALE = 1_000;

/**
 * One in-memory ready queue of rows per use case in deadline order, and the heads of all in heaps: picking the next is
 * O(log use cases). Heads are replaced lazily: a stale one is dropped when it reaches the top.
 */
export class ReadyQueues {
  readonly #queues = new Map<number, UseCaseQueue>();
  readonly #keyRuns = new KeyRuns();
  readonly #fair = new BinaryHeap<Head>(isFairer);
  /** Urgent now, and those that will be. */
  readonly #urgent = new BinaryHeap<Head>(isMoreUrgent);
  readonly #later = new BinaryHeap<Head>((a, b) => a.urgentAt < b.urgentAt);
  readonly #aside = new Set<number>();
  readonly #rankOf: (head: ReadyJob) => Rank;
  #size = 0;
  #lastOfferNo = 0;

  /** @param rankOf what a head is worth now; `refresh` where that has changed */
  constructor(rankOf: (head: ReadyJob) => Rank) {
    this.#rankOf = rankOf;
  }

  /** Jobs, those in mega-jobs included. */
  get size(): number {
    return this.#size;
  }

  countOf(useCaseNo: number): number {
    return this.#queues.get(useCaseNo)?.jobCount ?? 0;
  }

  /** Offers in the heaps, stale ones included. */
  get offerCount(): number {
    return this.#fair.size + this.#urgent.size + this.#later.size;
  }

  headOf(useCaseNo: number): ReadyJob | undefined {
    return this.#queues.get(useCaseNo)?.head();
  }

  /** The use cases that have something ready. */
  useCaseNos(): Iterable<number> {
    return this.#queues.keys();
  }

  add(job: ReadyJob): void {
    const queue = this.#queues.get(job.useCaseNo) ?? new UseCaseQueue(job.useCaseNo, this.#keyRuns);
    this.#queues.set(job.useCaseNo, queue);
    queue.add(job);
    this.#size += job.jobCount;
    if (queue.head() === job) this.#offer(queue, job);
  }

  /** How many jobs of one concurrency key may run at once; null: any number. What is ready is sorted anew where that changes. */
  setKeyLimit(useCaseNo: number, limit: number | null): void {
    if (limit === this.#keyRuns.limitOf(useCaseNo)) return;
    const jobs = this.removeUseCase(useCaseNo);
    this.#keyRuns.setLimit(useCaseNo, limit);
    for (const job of jobs) this.add(job);
  }

  /** A job that was taken does not run any more. True where its use case has a head now, and had none. */
  ended(job: ReadyJob): boolean {
    this.#keyRuns.ended(job);
    const queue = this.#queues.get(job.useCaseNo);
    if (!job.concurrencyKey || queue === undefined) return false;
    const before = queue.head();
    queue.keyFreed(job.concurrencyKey);
    const head = queue.head();
    if (head === undefined || head === before) return false;
    this.#offer(queue, head);
    return before === undefined;
  }

  /** Of each concurrency key of a use case that is at its limit the first job that it holds back. */
  heldBack(useCaseNo: number): ReadyJob[] {
    return [...(this.#queues.get(useCaseNo)?.heldBack() ?? [])];
  }

  keyLimitOf(useCaseNo: number): number | null {
    return this.#keyRuns.limitOf(useCaseNo);
  }

  runningOf(job: Pick<ReadyJob, 'useCaseNo' | 'concurrencyKey'>): number {
    return this.#keyRuns.countOf(job);
  }

  /** Whether no more jobs of its concurrency key may start now. */
  isKeyFull(job: Pick<ReadyJob, 'useCaseNo' | 'concurrencyKey'>): boolean {
    return this.#keyRuns.isFull(job);
  }

  /**
   * The head that comes first: of those that must start now the most critical, then the earliest deadline; else the one whose
   * use case has the smallest virtual time. Undefined where nothing is ready.
   * @param mayBeUrgent whether a use case may still come before its turn
   */
  next(
    storeNow: number,
    mayBeUrgent: (useCaseNo: number) => boolean,
  ): { head: ReadyJob; isUrgent: boolean } | undefined {
    for (let ripe = this.#later.peek(); ripe !== undefined && ripe.urgentAt <= storeNow; ripe = this.#later.peek()) {
      this.#later.pop();
      if (this.#isCurrent(ripe)) this.#urgent.push(ripe);
    }
    const urgent = this.#top(this.#urgent, mayBeUrgent);
    if (urgent !== undefined) return { head: urgent, isUrgent: true };
    const head = this.#top(this.#fair, () => true);
    return head === undefined ? undefined : { head, isUrgent: false };
  }

  /** The same head again, where its rank has changed. */
  refresh(useCaseNo: number): void {
    const queue = this.#queues.get(useCaseNo);
    const head = queue?.head();
    if (queue !== undefined && head !== undefined) this.#offer(queue, head);
  }

  /** A use case that may not start now: the others are compared without it until `bringBack`. */
  setAside(useCaseNo: number): void {
    this.#aside.add(useCaseNo);
  }

  bringBack(useCaseNo: number): void {
    if (this.#aside.delete(useCaseNo)) this.refresh(useCaseNo);
  }

  /**
   * Takes rows of one use case in deadline order (but those whose concurrency key is at its limit), about `count` jobs and `byteCount` of payload, but at least one row. Its next
   * head is compared after `refresh`, when what was taken has been charged.
   * @param slotCount slots that jobs of one concurrency key may run in: none of them gets more of a key than its part of the limit
   */
  take(useCaseNo: number, count: number, byteCount: number, slotCount = 1): ReadyJob[] {
    const queue = this.#queues.get(useCaseNo);
    const taken: ReadyJob[] = [];
    if (queue === undefined) return taken;
    let bytes = 0;
    let jobCount = 0;
    const limit = this.#keyRuns.limitOf(useCaseNo);
    const share = limit === null ? undefined : new KeyShare(limit, slotCount, queue);
    for (let next = queue.head(); next !== undefined; next = queue.head()) {
      if (taken.length > 0 && (jobCount + next.jobCount > count || bytes >= byteCount)) break;
      queue.take();
      share?.took(next);
      bytes += next.payload.length;
      jobCount += next.jobCount;
      taken.push(next);
    }
    share?.end();
    queue.offerNo = TAKEN;
    this.#shrink(useCaseNo, queue, jobCount);
    return taken;
  }

  /** Takes out all of a use case that none of its leases is to count for. */
  removeUseCase(useCaseNo: number): ReadyJob[] {
    return this.#removeWhere(useCaseNo, () => true);
  }

  /** Drops the jobs of a shard that is no longer owned; returns them. */
  removeShard(shard: number): ReadyJob[] {
    return [...this.#queues.keys()].flatMap((useCaseNo) => this.#removeWhere(useCaseNo, (job) => job.shard === shard));
  }

  /** Takes single rows out; returns those that were here. */
  removeRows(rows: readonly RowState[]): ReadyJob[] {
    const useCaseNos = new Set(rows.map(({ key }) => queueOfJobKey(key).useCaseNo));
    const isWanted = isAmong(rows);
    return [...useCaseNos].flatMap((useCaseNo) => this.#removeWhere(useCaseNo, isWanted));
  }

  #removeWhere(useCaseNo: number, isRemoved: (job: ReadyJob) => boolean): ReadyJob[] {
    const queue = this.#queues.get(useCaseNo);
    const gone = queue?.removeWhere(isRemoved) ?? [];
    if (queue === undefined || gone.length === 0) return gone;
    const jobCount = gone.reduce((sum, job) => sum + job.jobCount, 0);
    this.#shrink(useCaseNo, queue, jobCount);
    this.refresh(useCaseNo);
    return gone;
  }

  #shrink(useCaseNo: number, queue: UseCaseQueue, jobCount: number): void {
    this.#size -= jobCount;
    if (queue.isEmpty) this.#queues.delete(useCaseNo);
  }

  #offer(queue: UseCaseQueue, job: ReadyJob): void {
    const { useCaseNo, deadlineAt, key } = job;
    this.#lastOfferNo += 1;
    queue.offerNo = this.#lastOfferNo;
    // Copied field by field: a spread here is most of what a decision costs.
    const { urgentAt, criticality, isDeferred, virtualTime } = this.#rankOf(job);
    const offerNo = queue.offerNo;
    const head = { useCaseNo, deadlineAt, key, offerNo, urgentAt, criticality, isDeferred, virtualTime };
    if (this.#aside.has(useCaseNo)) return;
    this.#fair.push(head);
    this.#later.push(head);
    this.#clear(this.#fair);
    this.#clear(this.#later);
    this.#clear(this.#urgent);
  }

  #isCurrent({ useCaseNo, offerNo }: Head): boolean {
    return this.#queues.get(useCaseNo)?.offerNo === offerNo && !this.#aside.has(useCaseNo);
  }

  #top(heads: BinaryHeap<Head>, isFit: (useCaseNo: number) => boolean): ReadyJob | undefined {
    for (let head = heads.peek(); head !== undefined; head = heads.peek()) {
      if (this.#isCurrent(head) && isFit(head.useCaseNo)) return this.headOf(head.useCaseNo);
      heads.pop();
    }
    return undefined;
  }

  #clear(heads: BinaryHeap<Head>): void {
    if (heads.size > 2 * this.#queues.size + MAX_STALE) heads.removeWhere((head) => !this.#isCurrent(head));
  }
}
