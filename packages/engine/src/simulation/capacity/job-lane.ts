import { encodeJobKey } from '@leeway/domain/job-id';
import type { ReadyJob } from '../../queue/lease.ts';
import type { Arrival, SimulatedUseCase } from './simulation-plan.ts';

/** A job in the simulated tier; the core hands it on as it is. */
export interface SimulatedJob extends ReadyJob {
  readonly runMs: number;
  readonly cpuMs: number;
}

/**
 * The jobs of one use case that are still in the store: only a window of them is in memory, as with the tailer. Their tolerance
 * is the same, so order of time is deadline order.
 */
export class JobLane {
  readonly useCase: SimulatedUseCase;
  readonly #arrivals: Iterator<Arrival>;
  #next: Arrival | undefined;
  #takenCount = 0;

  constructor(useCase: SimulatedUseCase) {
    this.useCase = useCase;
    this.#arrivals = useCase.arrivals();
    this.#advance();
  }

  /** When the next one becomes available; undefined where none comes any more. */
  nextAt(): number | undefined {
    return this.#next?.atMs;
  }

  /** Those that are available by `now`, at most so many. */
  take(now: number, count: number): SimulatedJob[] {
    const jobs: SimulatedJob[] = [];
    while (this.#next !== undefined && this.#next.atMs <= now && jobs.length < count) {
      jobs.push(this.#toJob(this.#next));
      this.#advance();
    }
    return jobs;
  }

  /** How many are still in the store that became available in [fromMs, beforeMs); draws them where it must. */
  countLeft(fromMs: number, beforeMs: number): number {
    const { countBefore } = this.useCase;
    if (this.#next === undefined || this.#next.atMs >= beforeMs) return 0;
    if (countBefore !== undefined)
      return Math.max(0, countBefore(beforeMs) - Math.max(this.#takenCount, countBefore(fromMs)));
    let count = 0;
    for (; this.#next !== undefined && this.#next.atMs < beforeMs; this.#advance())
      if (this.#next.atMs >= fromMs) count += 1;
    return count;
  }

  #advance(): void {
    const step = this.#arrivals.next();
    this.#next = step.done === true ? undefined : step.value;
  }

  #toJob({ atMs, runMs, cpuMs }: Arrival): SimulatedJob {
    const { entry } = this.useCase;
    const deadlineAt = atMs + entry.delayToleranceMs;
    this.#takenCount += 1;
    const key = encodeJobKey({ shard: 0, useCaseNo: entry.no, deadlineAt, tie: this.#takenCount });
    const times = { attempt: 1, availableAt: atMs, submittedAt: atMs, deadlineAt };
    return { key, ...times, jobCount: 1, payload: '', shard: 0, useCaseNo: entry.no, runMs, cpuMs };
  }
}
