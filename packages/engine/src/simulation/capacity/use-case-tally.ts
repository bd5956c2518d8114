import { addValue, type Buckets } from '@leeway/domain/distribution';
import type { Gate } from '@leeway/domain/wait-reason';
import type { Settlement } from '../../queue/settlement.ts';
import type { SimulatedJob } from './job-lane.ts';
import type { Running } from './simulated-pool.ts';

/** What a late job had waited for: a gate, or CPU where its slots stood in each other's way. */
export type Cause = Gate | 'cpu';

/** What became of the jobs of one use case. Starts and delays are of first attempts. */
export class UseCaseTally {
  readonly delays: Buckets = new Map();
  readonly lateBy = new Map<Cause, number>();
  /** Jobs that came, as far as they left the store. */
  takenCount = 0;
  /** Of these, those whose deadline lies before the end. */
  takenDueCount = 0;
  startedCount = 0;
  /** All attempts, for those who ask whether something stood ready all the time. */
  attemptCount = 0;
  lateCount = 0;
  doneCount = 0;
  deadCount = 0;
  failedCount = 0;
  cpuMs = 0;
  /** What its head waited for when somebody last looked. */
  cause: Cause = 'turn';
  readonly #fromMs: number;
  readonly #untilMs: number;

  constructor({ fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number }) {
    this.#fromMs = fromMs;
    this.#untilMs = untilMs;
  }

  countTaken(jobs: readonly SimulatedJob[]): void {
    for (const { availableAt, deadlineAt } of jobs) {
      if (availableAt < this.#fromMs) continue;
      this.takenCount += 1;
      if (deadlineAt < this.#untilMs) this.takenDueCount += 1;
    }
  }

  countStarts({ results }: Running): void {
    this.attemptCount += results.length;
    for (const { lease, result } of results) {
      const { attempt, availableAt, deadlineAt } = lease.job;
      if (attempt > 1 || availableAt < this.#fromMs) continue;
      this.startedCount += 1;
      addValue(this.delays, result.startedAt - availableAt);
      if (result.startedAt <= deadlineAt) continue;
      this.lateCount += 1;
      this.lateBy.set(this.cause, (this.lateBy.get(this.cause) ?? 0) + 1);
    }
  }

  countEnds({ job, ends }: Settlement): void {
    if (job.availableAt < this.#fromMs) return;
    for (const { outcome } of ends) {
      if (outcome === 'done') this.doneCount += 1;
      else this.failedCount += 1;
      if (outcome === 'dead') this.deadCount += 1;
    }
  }

  /** Jobs that have not started and should have. */
  countWaiting(dueCount: number): void {
    if (dueCount <= 0) return;
    this.lateCount += dueCount;
    this.lateBy.set(this.cause, (this.lateBy.get(this.cause) ?? 0) + dueCount);
  }
}
