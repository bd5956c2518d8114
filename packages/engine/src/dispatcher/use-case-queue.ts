import type { JobKey } from '@leeway/domain/job-id';
import type { ReadyJob } from '../queue/lease.ts';
import { BinaryHeap } from './binary-heap.ts';
import type { KeyRuns } from './key-runs.ts';

/** Earliest deadline first; the key breaks ties, so the order is the same in every run. */
export function isEarlier(a: { deadlineAt: number; key: JobKey }, b: { deadlineAt: number; key: JobKey }): boolean {
  return a.deadlineAt === b.deadlineAt ? a.key < b.key : a.deadlineAt < b.deadlineAt;
}

/** The jobs of one concurrency key, where their number is limited. */
interface Lane {
  readonly rows: BinaryHeap<ReadyJob>;
  /** Its first job, where that stands among the rows that may start; none while the key is at its limit. */
  offered: ReadyJob | undefined;
}

/**
 * What is ready of one use case, in deadline order. Where its keys are limited each has a lane, of which only the first
 * job stands among the others, and none while the key is at its limit: what may not start costs no decision. Offers that
 * were overtaken stay in the heap until they reach its top.
 */
export class UseCaseQueue {
  readonly #rows = new BinaryHeap<ReadyJob>(isEarlier);
  readonly #runs: KeyRuns;
  /** Undefined: its keys are not limited. */
  #lanes: Map<string, Lane> | undefined;
  /** Rows that stand here, those in lanes included. */
  #rowCount = 0;
  jobCount = 0;
  /** Which of its offers counts. */
  offerNo = 0;

  constructor(useCaseNo: number, runs: KeyRuns) {
    this.#runs = runs;
    if (runs.limitOf(useCaseNo) !== null) this.#lanes = new Map();
  }

  get isEmpty(): boolean {
    return this.#rowCount === 0;
  }

  /** The next job that its key does not hold back. */
  head(): ReadyJob | undefined {
    if (this.#lanes === undefined) return this.#rows.peek();
    for (let top = this.#rows.peek(); top !== undefined; top = this.#rows.peek()) {
      if (!this.#isInLane(top) || this.#laneOf(top)?.offered === top) return top;
      this.#rows.pop();
    }
    return undefined;
  }

  add(job: ReadyJob): void {
    this.#rowCount += 1;
    this.jobCount += job.jobCount;
    if (!this.#isInLane(job)) {
      this.#rows.push(job);
      return;
    }
    const lane = this.#laneOf(job) ?? { rows: new BinaryHeap<ReadyJob>(isEarlier), offered: undefined };
    this.#lanes?.set(job.concurrencyKey ?? '', lane);
    lane.rows.push(job);
    this.#offer(lane);
  }

  /** Takes the head, and counts it as started. */
  take(): ReadyJob | undefined {
    const job = this.head();
    if (job === undefined) return undefined;
    this.#rows.pop();
    this.#rowCount -= 1;
    this.jobCount -= job.jobCount;
    if (!job.concurrencyKey) return job;
    this.#runs.started(job);
    const lane = this.#laneOf(job);
    if (lane === undefined) return job;
    lane.rows.pop();
    lane.offered = undefined;
    if (lane.rows.size === 0) this.#lanes?.delete(job.concurrencyKey ?? '');
    else this.#offer(lane);
    return job;
  }

  /** Nothing more of a key is offered until `keyFreed`. True where something was. */
  withhold(key: string): boolean {
    const lane = this.#lanes?.get(key);
    if (lane?.offered === undefined) return false;
    lane.offered = undefined;
    return true;
  }

  /** A job of its key has ended: the next of the lane may start. */
  keyFreed(key: string): void {
    const lane = this.#lanes?.get(key);
    if (lane !== undefined) this.#offer(lane);
  }

  removeWhere(isRemoved: (job: ReadyJob) => boolean): ReadyJob[] {
    const gone = this.#rows.removeWhere((job) => !this.#isInLane(job) && isRemoved(job));
    for (const [key, lane] of this.#lanes ?? []) {
      const left = lane.rows.removeWhere(isRemoved);
      if (left.length === 0) continue;
      gone.push(...left);
      lane.offered = undefined;
      if (lane.rows.size === 0) this.#lanes?.delete(key);
      else this.#offer(lane);
    }
    this.#rowCount -= gone.length;
    for (const { jobCount } of gone) this.jobCount -= jobCount;
    return gone;
  }

  /** Of each key that is at its limit the first job that it holds back. */
  *heldBack(): Iterable<ReadyJob> {
    for (const lane of this.#lanes?.values() ?? []) {
      const first = lane.offered === undefined ? lane.rows.peek() : undefined;
      if (first !== undefined) yield first;
    }
  }

  #isInLane({ concurrencyKey }: ReadyJob): boolean {
    return this.#lanes !== undefined && concurrencyKey !== undefined && concurrencyKey !== '';
  }

  #laneOf({ concurrencyKey }: ReadyJob): Lane | undefined {
    return this.#lanes?.get(concurrencyKey ?? '');
  }

  #offer(lane: Lane): void {
    const first = lane.rows.peek();
    if (first === undefined || first === lane.offered || this.#runs.isFull(first)) return;
    lane.offered = first;
    this.#rows.push(first);
  }
}
