import type { Ledger, Run } from '../ledger/ledger.ts';
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
