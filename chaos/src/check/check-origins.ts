import type { Submission } from '../ledger/ledger.ts';
import type { Checking } from './checking.ts';

/** Everything that ran was asked for, and once. Finds out which job each submission became. */
export function checkOrigins(checking: Checking): void {
  const { ledger, found, idOfMarker, runsOf } = checking;
  const outcomes = new Map<number, Submission['outcome']>();
  for (const { marker, outcome, id } of ledger.submissions) {
    outcomes.set(marker, stronger(outcomes.get(marker), outcome));
    if (id !== null) become(checking, marker, id);
  }
  for (const [id, [first]] of runsOf) {
    const marker = first?.marker ?? -1;
    const outcome = outcomes.get(marker);
    if (outcome === undefined || outcome === 'refused')
      found.add('unexpected', `${id} ran: submission ${marker} was ${outcome ?? 'never made'}`);
    become(checking, marker, id);
  }
  for (const { id, marker } of ledger.witness.dead) idOfMarker.set(marker, id);
}

/** Of a request that was repeated: whatever answer said most. */
function stronger(known: Submission['outcome'] | undefined, next: Submission['outcome']): Submission['outcome'] {
  if (known === 'accepted' || next === 'accepted') return 'accepted';
  return known === 'unknown' || next === 'unknown' ? 'unknown' : 'refused';
}

function become({ found, idOfMarker }: Checking, marker: number, id: string): void {
  const known = idOfMarker.get(marker);
  if (known !== undefined && known !== id) found.add('doubled', `submission ${marker} is ${known} and ${id}`);
  idOfMarker.set(marker, id);
}
