import type { Checking } from './checking.ts';

/** Submitted = done + dead (nothing waits any more), and each counter is what was seen. */
export function checkCounters({ ledger, found, idOfMarker, dead, settledOf }: Checking): void {
  const { totals, leftCount } = ledger.witness;
  let endedAttempts = 0;
  for (const attempts of settledOf.values()) endedAttempts += attempts.size;
  const pairs: Record<string, readonly [number, number]> = {
    'submitted, against jobs that exist': [totals.submitted, idOfMarker.size],
    'submitted, against done + dead + left': [totals.submitted, totals.done + totals.dead + leftCount],
    'dead, against rows': [totals.dead, dead.size],
    'failed, against history': [totals.failed, totals.keptFailures],
    'delayed out, against in': [totals.delayedOut, totals.delayedIn],
    'done + failed, against attempts that left the queue': [totals.done + totals.failed, endedAttempts],
  };
  for (const [what, [counted, seen]] of Object.entries(pairs))
    if (counted !== seen) found.add('miscounted', `${what}: ${counted}, ${seen}`, Math.abs(counted - seen));
}
