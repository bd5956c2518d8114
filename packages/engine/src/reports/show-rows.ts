import { REPORT_PAGE_ROWS } from '@leeway/domain/report-query';
import type { ReportRows } from '@leeway/domain/sharing-views';
import { pageOf, type SortValue, sortRows } from '@leeway/domain/sort-rows';

interface Named {
  readonly name: string;
  readonly team: string;
}

interface Asked<Key extends string> {
  readonly search: string;
  readonly team: string | null;
  readonly sort: Key;
  readonly desc: boolean;
  readonly page: number;
}

/** By which figure a row is sorted under which word. */
export type SortValues<Row, Key extends string> = Readonly<Record<Key, (row: Row) => SortValue>>;

/** Every row that fits, in the order that was asked for; equal ones keep theirs. */
export function chooseRows<Row extends Named, Key extends string>(
  rows: readonly Row[],
  { search, team, sort, desc }: Asked<Key>,
  values: SortValues<Row, Key>,
): Row[] {
  const wanted = search.trim().toLowerCase();
  const fits = (row: Row) =>
    (team === null || row.team === team) && (row.name.includes(wanted) || row.team.toLowerCase().includes(wanted));
  return sortRows(rows.filter(fits), values[sort], desc);
}

/** One page of them, and what they can be filtered by. */
export function showRows<Row extends Named, Key extends string>(
  rows: readonly Row[],
  asked: Asked<Key>,
  values: SortValues<Row, Key>,
): ReportRows<Row> {
  const teams = [...new Set(rows.map(({ team }) => team))].sort();
  return { ...pageOf(chooseRows(rows, asked, values), asked.page, REPORT_PAGE_ROWS), teams };
}
