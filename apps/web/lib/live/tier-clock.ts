/** Answers that are compared: of each the travel time is unknown, of some it is small. */
const COMPARED = 3;

/**
 * How far a reader's clock is from the tier's, from answers that carry the tier's instant. The smallest difference of the last
 * few holds: it has the least travel time in it, and a clock that is set meanwhile is noticed soon.
 */
export class TierClock {
  readonly #differences: number[] = [];

  observe(asOf: number, readAt: number): void {
    this.#differences.push(readAt - asOf);
    if (this.#differences.length > COMPARED) this.#differences.shift();
  }

  /** Reader's clock minus the tier's, in ms; null while nobody can tell. */
  get aheadMs(): number | null {
    return this.#differences.length === 0 ? null : Math.min(...this.#differences);
  }

  /** Whether more than one answer says so. */
  get isSure(): boolean {
    return this.#differences.length > 1;
  }
}
