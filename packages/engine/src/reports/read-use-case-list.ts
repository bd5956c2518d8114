import { CRITICALITY_RANK } from '@leeway/domain/criticality';
import { pageOf, sortRows } from '@leeway/domain/sort-rows';
import type { UseCaseExport, UseCaseList, UseCaseListQuery, UseCaseSortKey } from '@leeway/domain/use-case-list';
import { USE_CASE_STATES } from '@leeway/domain/use-case-state';
import type { DelayQuantiles, UseCaseSummary } from '@leeway/domain/views';
import { COARSE_STEP_MS, stepOf } from './chart-window.ts';
import { type AllFigures, readUseCaseFigures, recentWindow } from './read-use-case-figures.ts';
import type { SortValues } from './show-rows.ts';
import { readDoneTrends } from './sql/read-done-trends.ts';
import { readRecentDelays } from './sql/read-recent-delays.ts';
import type { Store } from './store-time.ts';
import type { UseCaseFigures } from './summarise-use-case.ts';
import { delayQuantiles, type SketchColumns, sketchOf } from './usage-series.ts';

const TREND_STEP_COUNT = 15;

const stateRank = ({ state }: UseCaseFigures) => USE_CASE_STATES.indexOf(state);

const SORT_VALUES: SortValues<UseCaseFigures, Exclude<UseCaseSortKey, 'p95'>> = {
  name: (row) => row.name,
  team: (row) => row.team,
  criticality: (row) => CRITICALITY_RANK[row.criticality],
  state: stateRank,
  ready: (row) => row.readyCount,
  delayed: (row) => row.delayedCount,
  dead: (row) => row.deadCount,
  done: (row) => row.donePerSecond,
  failed: (row) => row.failedCount,
  attention: stateRank,
};

/** One page of the use cases asked for. `readAll`: where several readers share the figures. */
export async function readUseCaseList(
  store: Store,
  query: UseCaseListQuery,
  readAll: () => Promise<AllFigures> = () => readUseCaseFigures(store),
): Promise<UseCaseList> {
  const all = await readAll();
  const shown = pageOf(await chooseUseCases(store, all, query), query.page, query.count);
  const teams = [...new Set(all.rows.map(({ team }) => team))].sort();
  const trends = await readTrends(store, all.asOf, shown.rows);
  const rows = (await withDelays(store, all.asOf, shown.rows)).map(({ no, ...row }) => ({
    ...row,
    doneTrend: trends.get(no) ?? [],
  }));
  return { ...shown, asOf: all.asOf, totalCount: all.rows.length, teams, rows };
}

/** Every use case that the query's filter leaves, in its order; a file has no room for a trend. */
export async function exportUseCases(store: Store, query: UseCaseListQuery): Promise<UseCaseExport> {
  const all = await readUseCaseFigures(store);
  const rows = await withDelays(store, all.asOf, await chooseUseCases(store, all, query));
  return { asOf: all.asOf, rows: rows.map(({ no: _no, ...row }) => ({ ...row, doneTrend: [] })) };
}

async function chooseUseCases(store: Store, all: AllFigures, query: UseCaseListQuery): Promise<UseCaseFigures[]> {
  const { sort, desc } = query;
  const found = all.rows.filter(fitting(query));
  if (sort === 'p95') return sortRows(await withDelays(store, all.asOf, found), usedTolerance, desc);
  return sortRows(sort === 'attention' ? byBacklog(found) : found, SORT_VALUES[sort], desc);
}

function fitting(query: UseCaseListQuery): (row: UseCaseFigures) => boolean {
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => {
    const text = `${row.name} ${row.team} ${row.handler ?? row.runtime}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (query.team === null || row.team === query.team) &&
      (query.criticality === null || row.criticality === query.criticality) &&
      (query.state === null || row.state === query.state)
    );
  };
}

/** What breaks the tie between two that are equally well off: the larger backlog, then who does more. */
function byBacklog(rows: readonly UseCaseFigures[]): UseCaseFigures[] {
  return rows.toSorted((a, b) => b.readyCount - a.readyCount || b.donePerSecond - a.donePerSecond);
}

type Delayed = UseCaseFigures & Pick<UseCaseSummary, 'startedCount' | keyof DelayQuantiles>;

/** How much of its tolerance the p95 delay uses up. */
const usedTolerance = ({ p95Ms, delayToleranceMs }: Delayed) =>
  p95Ms === null ? null : p95Ms / Math.max(1, delayToleranceMs);

async function withDelays(store: Store, asOf: number, rows: readonly UseCaseFigures[]): Promise<Delayed[]> {
  const { rows: found } = await store.query<SketchColumns & { use_case_no: number }>({
    ...readRecentDelays,
    values: [...recentWindow(asOf), rows.map(({ no }) => no)],
  });
  const sketches = new Map(found.map((row) => [row.use_case_no, sketchOf(row)]));
  return rows.map((row) => {
    const sketch = sketches.get(row.no) ?? new Map<number, number>();
    const startedCount = [...sketch.values()].reduce((sum, count) => sum + count, 0);
    return { ...row, startedCount, ...delayQuantiles(sketch) };
  });
}

/** What was done in each of the last minutes, by the number of the use case. */
async function readTrends(
  store: Store,
  asOf: number,
  rows: readonly UseCaseFigures[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const fromAt = stepOf(asOf, COARSE_STEP_MS) - (TREND_STEP_COUNT - 1) * COARSE_STEP_MS;
  const trends = new Map(rows.map(({ no }) => [no, Array.from({ length: TREND_STEP_COUNT }, () => 0)]));
  const { rows: steps } = await store.query<{ use_case_no: number; at: number; done_count: number }>({
    ...readDoneTrends,
    values: [fromAt, rows.map(({ no }) => no)],
  });
  for (const { use_case_no, at, done_count } of steps) {
    const index = (at - fromAt) / COARSE_STEP_MS;
    const trend = trends.get(use_case_no);
    if (trend?.[index] !== undefined) trend[index] = done_count;
  }
  return trends;
}
