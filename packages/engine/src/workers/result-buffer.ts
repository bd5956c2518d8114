import type { ResultsMessage, WorkerFailure } from './protocol.ts';

/** Results of a bundle that the engine has not been told yet, as columns. */
export class ResultBuffer {
  readonly #startedAts: Float64Array;
  readonly #runMs: Float64Array;
  #failures = new Map<number, WorkerFailure>();
  #from = 0;
  #end = 0;

  constructor(jobCount: number) {
    this.#startedAts = new Float64Array(jobCount);
    this.#runMs = new Float64Array(jobCount);
  }

  get isEmpty(): boolean {
    return this.#from === this.#end;
  }

  add(startedAt: number, runMs: number, failure: WorkerFailure | null): void {
    this.#startedAts[this.#end] = startedAt;
    this.#runMs[this.#end] = runMs;
    if (failure !== null) this.#failures.set(this.#end - this.#from, failure);
    this.#end += 1;
  }

  /** What was added since the last call, as the message that tells it. */
  take(about: Pick<ResultsMessage, 'cpuMs' | 'memoryMb' | 'isLast'>): ResultsMessage {
    const from = this.#from;
    const failures = this.#failures;
    this.#failures = new Map();
    this.#from = this.#end;
    return {
      kind: 'results',
      from,
      startedAts: this.#startedAts.slice(from, this.#end),
      runMs: this.#runMs.slice(from, this.#end),
      failures,
      ...about,
    };
  }
}
