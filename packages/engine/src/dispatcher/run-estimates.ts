const WEIGHT = 0.2;
/** What a job of which nothing is known is taken to need. */
const UNKNOWN_CPU_MS = 50;
const UNKNOWN_RUN_MS = 5;

/** What a use case's jobs take, learnt from their results by exponentially weighted means. */
export class RunEstimate {
  /** Undefined before the first result. */
  meanRunMs: number | undefined;
  #meanDeviationMs = 0;
  #meanCpuMs: number | undefined;

  observe(runMs: number, cpuMs: number): void {
    if (this.meanRunMs === undefined || this.#meanCpuMs === undefined) {
      this.meanRunMs = runMs;
      this.#meanCpuMs = cpuMs;
      this.#meanDeviationMs = runMs / 2;
      return;
    }
    const difference = runMs - this.meanRunMs;
    this.meanRunMs += WEIGHT * difference;
    this.#meanDeviationMs += WEIGHT * (Math.abs(difference) - this.#meanDeviationMs);
    this.#meanCpuMs += WEIGHT * (cpuMs - this.#meanCpuMs);
  }

  get cpuMs(): number {
    return this.#meanCpuMs ?? UNKNOWN_CPU_MS;
  }

  get runMs(): number {
    return this.meanRunMs ?? UNKNOWN_RUN_MS;
  }

  /** About the 95th percentile: mean plus twice the mean deviation (as RFC 6298 does for round trips, with four of them for more certainty). */
  get slowRunMs(): number {
    return this.runMs + 2 * this.#meanDeviationMs;
  }
}
