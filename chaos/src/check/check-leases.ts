import type { Run, SettledRow, ShardEpoch } from '../ledger/ledger.ts';
import { type Checking, inLeaseOrder, pairsOf } from './checking.ts';
import { createEpochFinder } from './find-explanation.ts';

/** Whose child a worker is that was just starting when its engine was killed: it cannot tell whose it was. */
const NOBODY = 1;

/** Each run has a lease that its engine had a right to give, and no two leases of one epoch are in force at once. */
export function checkLeases({ ledger, found, runsOf }: Checking): void {
  const findEpoch = createEpochFinder(ledger);
  for (const run of ledger.runs)
    if (
      !(run.enginePid === NOBODY
        ? mayLinger(run, findEpoch)
        : mayHold(run, findEpoch(run), ledger.engines.get(run.enginePid)))
    )
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

/** It may begin what it was sent before, until another engine owns the shard. */
function mayLinger(run: Run, findEpoch: (run: Run) => ShardEpoch | undefined): boolean {
  const [own, next] = [findEpoch(run), findEpoch({ ...run, epoch: run.epoch + 1 })];
  return own !== undefined && run.startedAt >= Math.floor(own.at) && (next === undefined || run.startedAt <= next.at);
}

function isHeldTwice(one: Run, other: Run): boolean {
  return one.epoch === other.epoch && (one.token === other.token || overlap(one, other));
}

/** A run without an end was cut short with its process; when, only its start tells. */
function overlap(one: Run, other: Run): boolean {
  return one.startedAt < (other.endedAt ?? other.startedAt) && other.startedAt < (one.endedAt ?? one.startedAt);
}

/** A row goes by the hand of the owner; what ended well did so under the very epoch that the owner has, and never comes back. */
export function checkSettlements({ ledger, found, runsOf, dead, settledOf }: Checking): void {
  for (const { id, settler, owner } of ledger.witness.settled)
    if (settler !== owner) found.add('lateAcksAccepted', `${id} by ${settler}, owned by ${owner}`);
  for (const [id, attempts] of settledOf) {
    const runs = runsOf.get(id) ?? [];
    for (const row of attempts.values())
      if (runs.some((run) => isAfter(run, row))) found.add('unexpected', `${id} ran after it was settled`);
    const end = [...attempts.values()].at(-1);
    if (end !== undefined && runs.length > 0 && !dead.has(id) && !runs.some((run) => isEndedBy(run, end)))
      found.add('lateAcksAccepted', `${id} in epoch ${end.epoch}, in which it did not run`);
  }
}

function isAfter({ attempt, epoch, startedAt }: Run, row: SettledRow): boolean {
  if (attempt !== row.attempt) return false;
  return epoch > row.epoch || (epoch === row.epoch && startedAt > row.at + 1);
}

function isEndedBy(run: Run, row: SettledRow): boolean {
  return run.isOk && run.attempt === row.attempt && run.epoch === row.epoch && (run.endedAt ?? 0) <= row.at + 1;
}
