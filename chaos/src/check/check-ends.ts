import type { Checking } from './checking.ts';

/** What was accepted ended, and did not start before its time. */
export function checkEnds({ ledger, found, runsOf, dead }: Checking): void {
  for (const { id, outcome, marker, availableAt } of ledger.submissions) {
    if (outcome !== 'accepted' || id === null) continue;
    const runs = runsOf.get(id) ?? [];
    if (!dead.has(id) && !runs.some(({ isOk }) => isOk))
      found.add('lost', `${id} (submission ${marker}), runs: ${runs.length}`);
    for (const { startedAt } of runs)
      if (startedAt < availableAt) found.add('earlyStarts', `${id} by ${availableAt - startedAt} ms`);
  }
  if (ledger.witness.leftCount > 0) found.add('leftOver', 'rows in the store', ledger.witness.leftCount);
}
