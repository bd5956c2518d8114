import { CRITICALITY_RANK, Criticality } from '@leeway/domain/criticality';
import type { CriticalityFloor } from '@leeway/domain/incident-mode';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** `Only critical and high work starts; normal and low wait.` */
export function explainFloor(floor: CriticalityFloor): string {
  const starts = Criticality.options.filter((one) => CRITICALITY_RANK[one] <= CRITICALITY_RANK[floor]);
  const waits = Criticality.options.filter((one) => CRITICALITY_RANK[one] > CRITICALITY_RANK[floor]);
  const wait = waits.length === 1 ? 'waits' : 'wait';
  return `Only ${list.format(starts)} work starts; ${list.format(waits)} ${wait}.`;
}
