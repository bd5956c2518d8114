import { CRITICALITY_RANK } from '@leeway/domain/criticality';
import type { WaitingUseCase } from '@leeway/domain/sharing-views';
import { type SortValue, sortRows } from '@leeway/domain/sort-rows';
import { gateText } from '#features/waits/gate-text.ts';
import { decideWaited, type WaitingSortKey } from './filter-waiting.ts';

interface Order {
  readonly sort: WaitingSortKey;
  readonly desc: boolean;
}

/** Those that wait in the order asked for; ages are of the list's instant. */
export function orderWaiting(rows: readonly WaitingUseCase[], { sort, desc }: Order, asOf: number): WaitingUseCase[] {
  const values: Readonly<Record<WaitingSortKey, (row: WaitingUseCase) => SortValue>> = {
    name: (row) => row.name,
    team: (row) => row.team,
    gate: (row) => gateText(row.gate).label,
    waited: (row) => decideWaited(row, asOf)?.waitedMs ?? null,
    criticality: (row) => CRITICALITY_RANK[row.criticality],
  };
  return sortRows(rows, values[sort], desc);
}
