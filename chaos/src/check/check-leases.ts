import type { Run, SettledRow, ShardEpoch } from '../ledger/ledger.ts';
import { type Checking, inLeaseOrder, pairsOf } from './checking.ts';
import { createEpochFinder } from './find-explanation.ts';

/** Each run has a lease that its engine had a right to give, and no two leases of one epoch are in force at once. */
export function checkLeases({ ledger, found, runsOf }: Checking): void {
  const findEpoch = createEpochFinder(ledger);
  for (const run of ledger.runs)
    if (!mayHold(run, findEpoch(run), ledger.engines.get(run.enginePid)))
      found.add(
        'doubleHeld',
        `${run.id} ran in ${run.enginePid} under epoch ${run.epoch}, which was not that engine's`,
      );
  for (const [id, runs] of runsOf) {
    if (runs.length < 2) continue;
    for (const [previous, next] of pairsOf(inLeaseOrder(runs)))
      if (isHeldTwice(previous, next)) found.add('doubleHeld', `${id} twice under epoch ${next.epoch}`);
  }
}

function mayHold(run: Run, epoch: ShardEpoch | undefined, engine: string | undefined): boolean {
  return epoch !== undefined && epoch.owner === engine && run.startedAt >= Math.floor(epoch.at);
}

function isHeldTwice(one: Run, other: Run): boolean {
  return one.epoch === other.epoch && (one.token === other.token || overlap(one, other));
}

/** A run without an end was cut short with its process; when, only its start tells. */
function overlap(one: Run, other: Run): boolean {
  return one.startedAt < (other.endedAt ?? other.startedAt) && other.startedAt < (one.endedAt ?? one.startedAt);
}

/** A row goes by the hand of the owner, for a run under the very epoch that the owner has, and never comes back. */
export function checkSettlements({ ledger, found, runsOf }: Checking): void {
  for (const row of ledger.witness.settled) {
    const runs = (runsOf.get(row.id) ?? []).filter(({ attempt }) => attempt === row.attempt);
    if (row.settler !== row.owner) found.add('lateAcksAccepted', `${row.id} by ${row.settler}, owned by ${row.owner}`);
    else if (runs.length > 0 && !runs.some(({ epoch }) => epoch === row.epoch))
      found.add('lateAcksAccepted', `${row.id} for epoch ${runs[0]?.epoch} in epoch ${row.epoch}`);
    if (runs.some((run) => isAfter(run, row))) found.add('unexpected', `${row.id} ran after it was settled`);
  }
}

function isAfter({ epoch, startedAt }: Run, row: SettledRow): boolean {
  return epoch > row.epoch || (epoch === row.epoch && startedAt > row.at + 1);
}
