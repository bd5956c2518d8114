import { shareCapacity } from './entitlement.ts';

/** A use case that stood ready all the time and only waited for its turn. Slot ms. */
export interface Waiting {
  readonly weight: number;
  /** What its ready jobs could have used. */
  readonly readyMs: number;
  /** What it had a right to, the grant being what it was. */
  readonly entitledMs: number;
}

export interface GrantWait {
  /** Its part of the slots that a grant took. */
  readonly slotMs: number;
  /** How much later it comes to its jobs: the work that it could not do, at the pace that it would have had a right to. */
  readonly heldUpMs: number;
}

/**
 * Who waited longer for a grant: had it not been, the slots that it took would have gone to those who waited for their turn, by
 * their weights, to none more than its ready jobs could have used.
 * @param tookMs slot ms of jobs that only the grant let start, in the last `elapsedMs`
 */
export function waitsForGrant(waiting: readonly Waiting[], tookMs: number, elapsedMs: number): GrantWait[] {
  const claims = waiting.map(({ weight, readyMs }) => ({ weight, demand: readyMs }));
  return shareCapacity(claims, tookMs).map((slotMs, index) => {
    const withoutMs = slotMs + (waiting[index]?.entitledMs ?? 0);
    return { slotMs, heldUpMs: slotMs > 0 ? (elapsedMs * slotMs) / withoutMs : 0 };
  });
}
