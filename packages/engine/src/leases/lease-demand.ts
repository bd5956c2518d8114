import type { LeasableUseCase } from '../queue/foreign-leases.ts';
import type { QueueRef } from '../queue/queued-job.ts';
import { queuesOf } from './waiting-call.ts';

/** A use case that nobody has asked for since is not looked at. */
const KEPT_MS = 5_000;

export interface Demand {
  readonly useCase: LeasableUseCase;
  readonly queues: readonly QueueRef[];
  askedAt: number;
  nextSweepAt: number;
  /** Not before, whatever one hears. */
  earliestSweepAt: number;
  /** What its last sweep took, alone or with others. */
  costMs: number;
}

/** Which use cases' jobs are being asked for here. */
export class LeaseDemand {
  readonly #demands = new Map<number, Demand>();
  readonly #shardCount: number;

  constructor(shardCount: number) {
    this.#shardCount = shardCount;
  }

  /** Whether one of them was not asked for lately. */
  note(useCases: readonly LeasableUseCase[], now: number): boolean {
    let isNew = false;
    for (const useCase of useCases) {
      const known = this.#demands.get(useCase.no);
      if (known !== undefined) {
        known.askedAt = now;
        continue;
      }
      isNew = true;
      const queues = queuesOf({ useCases: [useCase] }, this.#shardCount);
      this.#demands.set(useCase.no, {
        useCase,
        queues,
        askedAt: now,
        nextSweepAt: now,
        earliestSweepAt: now,
        costMs: 0,
      });
    }
    return isNew;
  }

  find(useCaseNo: number): Demand | undefined {
    return this.#demands.get(useCaseNo);
  }

  /** What was asked for lately; the rest is forgotten. */
  current(now: number): Demand[] {
    for (const [no, { askedAt }] of this.#demands) if (askedAt < now - KEPT_MS) this.#demands.delete(no);
    return [...this.#demands.values()];
  }
}
