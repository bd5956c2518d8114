import type { Ledger, Run, SettledRow } from '../ledger/ledger.ts';
import type { Explanation } from './find-explanation.ts';
import type { FindingList } from './verdict.ts';

/** The ledger, what is made of it once, and what the checks have found so far. */
export interface Checking {
  readonly ledger: Ledger;
  readonly found: FindingList;
  /** The job that each submission became, as answers and runs say. */
  readonly idOfMarker: Map<number, string>;
  readonly runsOf: ReadonlyMap<string, readonly Run[]>;
  readonly dead: ReadonlySet<string>;
  /** By job: how it left the queue, each attempt once; what a mega-job gave back without running it left twice. */
  readonly settledOf: ReadonlyMap<string, ReadonlyMap<number, SettledRow>>;
  readonly explained: Map<Explanation, number>;
}

/** The later lease last. */
export function inLeaseOrder(runs: readonly Run[]): Run[] {
  return runs.toSorted((a, b) => a.epoch - b.epoch || a.token - b.token);
}

/** Each run with the one before it. */
export function* pairsOf(runs: readonly Run[]): Generator<readonly [Run, Run]> {
  for (let index = 1; index < runs.length; index++) yield [runs[index - 1] as Run, runs[index] as Run];
}

/** The last way of each attempt of each job out of the queue. */
export function groupSettled({ witness }: Ledger): Map<string, Map<number, SettledRow>> {
  const settledOf = new Map<string, Map<number, SettledRow>>();
  for (const row of witness.settled) {
    for (let place = 0; place < row.jobCount; place++) {
      const id = idAt(row.id, place);
      const attempts = settledOf.get(id) ?? new Map<number, SettledRow>();
      settledOf.set(id, attempts.set(row.attempt, row));
    }
  }
  return settledOf;
}

export function idAt(rowId: string, place: number): string {
  if (place === 0) return rowId;
  return rowId.slice(0, -3) + (Number.parseInt(rowId.slice(-3), 16) + place).toString(16).padStart(3, '0');
}
