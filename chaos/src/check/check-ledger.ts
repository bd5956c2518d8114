import type { Ledger } from '../ledger/ledger.ts';
import { NO_ANSWER } from '../ledger/read-submissions.ts';
import { checkBalance } from './check-balance.ts';
import { checkCounters } from './check-counters.ts';
import { checkEnds } from './check-ends.ts';
import { checkLeases, checkSettlements } from './check-leases.ts';
import { checkOrigins } from './check-origins.ts';
import { checkRedeliveries } from './check-redeliveries.ts';
import { type Checking, groupSettled } from './checking.ts';
import { createFindingList, type Verdict } from './verdict.ts';

const HONEST_REFUSALS: ReadonlySet<string> = new Set(['STORE_UNAVAILABLE', 'OVERLOADED', NO_ANSWER]);

/** Compares what clients were told, what ran, what was done to processes and what the store saw. O(n), multisets only. */
export function checkLedger(ledger: Ledger): Verdict {
  const checking: Checking = {
    ledger,
    found: createFindingList(),
    idOfMarker: new Map(),
    runsOf: Map.groupBy(ledger.runs, ({ id }) => id),
    dead: new Set(ledger.witness.dead.map(({ id }) => id)),
    settledOf: groupSettled(ledger),
    explained: new Map(),
  };
  checkOrigins(checking);
  checkEnds(checking);
  checkLeases(checking);
  checkSettlements(checking);
  const redelivered = checkRedeliveries(checking);
  checkCounters(checking);
  checkBalance(checking);
  checkAnswers(checking);
  checkProcesses(checking);
  return conclude(checking, redelivered);
}

/** The store was away now and then, and the tier busy: nothing else may be answered to a request that is right. */
function checkAnswers({ ledger, found }: Checking): void {
  for (const [why, count] of ledger.refusals) if (!HONEST_REFUSALS.has(why)) found.add('badAnswers', why, count);
}

function checkProcesses({ ledger, found }: Checking): void {
  for (const { kind, target, pid, from } of ledger.faults)
    if (kind === 'ended-by-itself') found.add('crashes', `the ${target} in process ${pid} at ${from}`);
}

function conclude({ ledger, found, idOfMarker, dead, explained }: Checking, redelivered: number): Verdict {
  const findings = found.toFindings();
  const accepted = markersOf(ledger, 'accepted');
  const unknown = [...markersOf(ledger, 'unknown')].filter((marker) => !accepted.has(marker));
  return {
    isGood: Object.values(findings).every(({ count }) => count === 0),
    findings,
    seen: {
      accepted: accepted.size,
      unknown: unknown.length,
      unknownStored: unknown.filter((marker) => idOfMarker.has(marker)).length,
      runs: ledger.runs.length,
      done: ledger.witness.totals.done,
      dead: dead.size,
      redelivered,
      looks: ledger.looks.length,
    },
    explained: Object.fromEntries(explained),
  };
}

function markersOf({ submissions }: Ledger, wanted: string): Set<number> {
  const markers = new Set<number>();
  for (const { marker, outcome } of submissions) if (outcome === wanted) markers.add(marker);
  return markers;
}
