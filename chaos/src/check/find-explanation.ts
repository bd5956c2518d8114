import type { Fault, Ledger, Run, ShardEpoch } from '../ledger/ledger.ts';

/** Why a job was delivered again. */
export type Explanation =
  | 'worker killed'
  | 'worker paused'
  | 'engine killed'
  | 'engine paused'
  | 'store away'
  | 'lease expired';

/** A killed engine's workers run on until they notice, and what a fault did is found out only when leases expire. */
const LINGER_MS = 6_000;

export interface Explainer {
  /** Why two runs of one attempt; null where nothing that happened accounts for it. */
  ofRedelivery(one: Run, other: Run): Explanation | null;
  /** Why an attempt that had not failed was followed by another. */
  ofRetry(before: Run | undefined, after: Run): Explanation | null;
}

/** Matches what ran twice with what was done to the processes that ran it. */
export function createExplainer(faults: readonly Fault[], findEpoch: (run: Run) => ShardEpoch | undefined): Explainer {
  const byPid = Map.groupBy(faults, ({ pid }) => pid);
  const ofStore = faults.filter(({ target }) => target === 'backend' || target === 'postmaster');
  const ofWorkers = faults.filter(({ target }) => target === 'worker' || target === 'engine');

  const onProcesses = (runs: readonly Run[], from: number, to: number): Explanation | null => {
    const pids = runs.flatMap(({ pid, enginePid }) => [pid, enginePid]);
    const fault = pids.flatMap((pid) => byPid.get(pid) ?? []).find((each) => overlaps(each, from, to));
    return fault === undefined ? null : nameOf(fault);
  };

  return {
    ofRedelivery: (one, other) => {
      const from = Math.min(one.startedAt, other.startedAt);
      const to = Math.max(one.startedAt, other.startedAt);
      const found = onProcesses([one, other], from, to);
      // The store alone, away or not, never makes an owner deliver twice while it is the owner.
      if (found !== null || one.epoch === other.epoch) return found;
      if (ofStore.some((fault) => overlaps(fault, from, to))) return 'store away';
      const later = one.epoch > other.epoch ? one : other;
      return findEpoch(later)?.isTakeOver ? 'lease expired' : null;
    },
    ofRetry: (before, after) => {
      if (before !== undefined) return onProcesses([before], before.startedAt, after.startedAt);
      // It never began: the process that was to run it was gone.
      const fault = ofWorkers.find((each) => each.from < after.startedAt);
      return fault === undefined ? null : nameOf(fault);
    },
  };
}

function overlaps({ from, to }: Fault, since: number, until: number): boolean {
  return from <= until && to + LINGER_MS >= since;
}

function nameOf({ target, kind }: Fault): Explanation {
  if (target === 'engine') return kind === 'pause' ? 'engine paused' : 'engine killed';
  return kind === 'pause' ? 'worker paused' : 'worker killed';
}

/** The owner of a run's shard under the run's epoch. */
export function createEpochFinder({ witness }: Ledger): (run: Run) => ShardEpoch | undefined {
  const byKey = new Map(witness.epochs.map((row) => [epochKey(row.shard, row.epoch), row]));
  return (run) => byKey.get(epochKey(shardOf(run.id), run.epoch));
}

export function shardOf(id: string): number {
  return Number.parseInt(id.slice(0, 4), 16);
}

function epochKey(shard: number, epoch: number): number {
  return shard * 2 ** 32 + epoch;
}
