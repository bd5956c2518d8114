/** What this program knows of its own submissions, in jobs. */
export interface Tally {
  /** Per use case: answered with 201. */
  readonly accepted: Map<string, number>;
  /** Sent, but stopped before any answer told whether they are stored. */
  unknown: number;
  /** Due while submitting was stopped: never sent. */
  unsent: number;
  acceptedCount: number;
  /** Answers that asked to wait, and refused connections. */
  pushbackCount: number;
  /** Why the tier makes us wait at this moment; null while it does not. */
  waitingBecause: string | null;
}

export function createTally(): Tally {
  return {
    ...{ accepted: new Map(), unknown: 0, unsent: 0 },
    ...{ acceptedCount: 0, pushbackCount: 0, waitingBecause: null },
  };
}

export function addAccepted(tally: Tally, useCase: string, count: number): void {
  tally.acceptedCount += count;
  tally.accepted.set(useCase, (tally.accepted.get(useCase) ?? 0) + count);
}
