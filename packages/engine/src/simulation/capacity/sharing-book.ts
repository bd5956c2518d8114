import type { PoolSize } from '../../capacity/dominant-share.ts';
import { shareCapacity } from '../../capacity/entitlement.ts';
import type { Running } from './simulated-pool.ts';
import type { SimulatedUseCase } from './simulation-plan.ts';

/** Sharing is looked at in stretches of this length. */
export const STRETCH_MS = 10_000;
const MINUTE_MS = 60_000;

/** Slot ms: time of one slot, by the dominant resource. Sums over the stretches in which it was backlogged all the time. */
interface Share {
  receivedMs: number;
  entitledMs: number;
  backloggedMs: number;
}

/**
 * Who held what in truth, beside what the core charged: slots and CPU as they were used, and in each stretch what a use case
 * with a backlog was entitled to.
 */
export class SharingBook {
  readonly shares: readonly Share[];
  /** Of each minute. */
  readonly cpuMs: Float64Array;
  readonly busySlotMs: Float64Array;
  /** CPU ms of each minute, by use case. */
  readonly cpuMsOf: readonly Float64Array[];
  /** Of each minute, the most. */
  readonly memoryMb: Float64Array;
  readonly #useCases: readonly SimulatedUseCase[];
  readonly #fleet: PoolSize;
  readonly #received: Float64Array;
  /** Since the beginning: slot ms and jobs that ended, for what a job takes on average. */
  readonly #heldMs: Float64Array;
  readonly #endCounts: Float64Array;
  readonly #fromMs: number;
  #stretchAt = 0;

  constructor(useCases: readonly SimulatedUseCase[], fleet: PoolSize, time: { fromMs: number; untilMs: number }) {
    this.#useCases = useCases;
    this.#fleet = fleet;
    this.#fromMs = time.fromMs;
    this.#received = new Float64Array(useCases.length);
    this.#heldMs = new Float64Array(useCases.length);
    this.#endCounts = new Float64Array(useCases.length);
    this.shares = useCases.map(() => ({ receivedMs: 0, entitledMs: 0, backloggedMs: 0 }));
    const minuteCount = Math.ceil(time.untilMs / MINUTE_MS) + 1;
    this.cpuMs = new Float64Array(minuteCount);
    this.busySlotMs = new Float64Array(minuteCount);
    this.memoryMb = new Float64Array(minuteCount);
    this.cpuMsOf = useCases.map(() => new Float64Array(minuteCount));
  }

  /** A bundle held its slot until `now`; returns the CPU ms of it since the stretch began. */
  held({ useCase, startedAt, cpuRate, slotRate }: Running, now: number): number {
    const heldMs = now - Math.max(startedAt, this.#stretchAt);
    const index = useCase.no - 1;
    this.#received[index] = (this.#received[index] ?? 0) + heldMs * slotRate;
    const minute = Math.floor(this.#stretchAt / MINUTE_MS);
    this.busySlotMs[minute] = (this.busySlotMs[minute] ?? 0) + heldMs;
    this.cpuMs[minute] = (this.cpuMs[minute] ?? 0) + heldMs * cpuRate;
    const own = this.cpuMsOf[index];
    if (own !== undefined) own[minute] = (own[minute] ?? 0) + heldMs * cpuRate;
    this.#heldMs[index] = (this.#heldMs[index] ?? 0) + heldMs * slotRate;
    return heldMs * cpuRate;
  }

  /** So many jobs of a use case have ended. */
  countEnds({ useCase, results }: Running): void {
    this.#endCounts[useCase.no - 1] = (this.#endCounts[useCase.no - 1] ?? 0) + results.length;
  }

  /** What jobs take that wait. */
  #waitingMs(index: number, waitingCount: number): number {
    const endCount = this.#endCounts[index] ?? 0;
    if (waitingCount === 0) return 0;
    return endCount === 0 ? Number.POSITIVE_INFINITY : (waitingCount * (this.#heldMs[index] ?? 0)) / endCount;
  }

  noteMemory(memoryMb: number, now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    this.memoryMb[minute] = Math.max(this.memoryMb[minute] ?? 0, memoryMb);
  }

  /**
   * Ends the stretch.
   * @param waitingCounts jobs that a use case could have run in it besides; 0 where it had no backlog in all of it
   */
  close(now: number, waitingCounts: readonly number[]): void {
    const elapsedMs = now - this.#stretchAt;
    if (this.#stretchAt >= this.#fromMs && elapsedMs > 0) this.#settle(elapsedMs, waitingCounts);
    this.#received.fill(0);
    this.#stretchAt = now;
  }

  #settle(elapsedMs: number, waitingCounts: readonly number[]): void {
    if (!waitingCounts.some((count) => count > 0)) return;
    const claims = this.#useCases.map(({ entry }, index) => ({
      weight: entry.fairWeight,
      demand: (this.#received[index] ?? 0) + this.#waitingMs(index, waitingCounts[index] ?? 0),
    }));
    const entitled = shareCapacity(claims, this.#fleet.slotCount * elapsedMs);
    for (const [index, share] of this.shares.entries()) {
      if ((waitingCounts[index] ?? 0) <= 0) continue;
      share.receivedMs += this.#received[index] ?? 0;
      share.entitledMs += entitled[index] ?? 0;
      share.backloggedMs += elapsedMs;
    }
  }
}
