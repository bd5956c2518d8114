import type { LeaseOutcome, LeaseVerdict } from '../queue/foreign-lease.ts';

const KEPT = 20_000;

interface End {
  readonly kind: LeaseVerdict['kind'];
  /** Null where the store did not say. */
  readonly outcome: LeaseOutcome | null;
}

/**
 * What became of the leases that ended here lately, by token: a program that lost the answer and says the same again hears
 * it again, and is not counted as one that lost its lease.
 */
export class RecentEnds {
  readonly #ends = new Map<string, End>();

  set(token: string, end: End): void {
    this.#ends.set(token, end);
    const oldest = this.#ends.size > KEPT ? this.#ends.keys().next().value : undefined;
    if (oldest !== undefined) this.#ends.delete(oldest);
  }

  /** The store did not say; unless it said before. */
  setUnknown(token: string, kind: LeaseVerdict['kind']): void {
    if (!this.#ends.has(token)) this.set(token, { kind, outcome: null });
  }

  /** Undefined where nothing like it was said here. */
  find(token: string, kind: LeaseVerdict['kind']): End | undefined {
    const end = this.#ends.get(token);
    return end?.kind === kind ? end : undefined;
  }
}
