import { CRITICALITY_RANK, type Criticality } from '@leeway/domain/criticality';
import type { UseCaseSummary } from '@leeway/domain/views';
import { decideUseCaseState, USE_CASE_STATES, type UseCaseState } from './decide-use-case-state.ts';

export interface UseCaseFilter {
  readonly search: string;
  readonly team: string | null;
  readonly criticality: Criticality | null;
  readonly state: UseCaseState | null;
}

/** Every word of the search must be in the name, the team or the handler (of one that has none: the word remote). */
export function filterUseCases(rows: readonly UseCaseSummary[], filter: UseCaseFilter): UseCaseSummary[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.name} ${row.team} ${row.handler ?? row.runtime}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (filter.team === null || row.team === filter.team) &&
      (filter.criticality === null || row.criticality === filter.criticality) &&
      (filter.state === null || decideUseCaseState(row) === filter.state)
    );
  });
}

export const SORT_KEYS = [
  'name',
  'team',
  'criticality',
  'state',
  'p95',
  'ready',
  'delayed',
  'dead',
  'done',
  'failed',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What a column sorts by; unknown delays count as the smallest. */
export const SORT_VALUES: Readonly<Record<SortKey, (row: UseCaseSummary) => string | number>> = {
  name: (row) => row.name,
  team: (row) => row.team,
  criticality: (row) => CRITICALITY_RANK[row.criticality],
  state: (row) => USE_CASE_STATES.indexOf(decideUseCaseState(row)),
  p95: (row) => (row.p95Ms === null ? -1 : row.p95Ms / Math.max(1, row.delayToleranceMs)),
  ready: (row) => row.readyCount,
  delayed: (row) => row.delayedCount,
  dead: (row) => row.deadCount,
  done: (row) => row.donePerSecond,
  failed: (row) => row.failedCount,
};

/** The few to look at first: late and stalled ones, then the largest backlog. */
export function pickTop(rows: readonly UseCaseSummary[], count: number): UseCaseSummary[] {
  const rank = (row: UseCaseSummary) => USE_CASE_STATES.indexOf(decideUseCaseState(row));
  return [...rows]
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        b.readyCount - a.readyCount ||
        b.donePerSecond - a.donePerSecond ||
        a.name.localeCompare(b.name),
    )
    .slice(0, count);
}
