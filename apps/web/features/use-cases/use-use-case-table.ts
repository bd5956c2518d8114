'use client';
import type { UseCaseSummary } from '@leeway/domain/views';
import {
  createColumnHelper,
  createPaginatedRowModel,
  createSortedRowModel,
  rowPaginationFeature,
  rowSortingFeature,
  type SortingState,
  sortFn_basic,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { SORT_KEYS, SORT_VALUES, type SortKey } from './filter-use-cases.ts';

const PAGE_ROWS = 50;

const features = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
  sortFns: { basic: sortFn_basic },
});

const helper = createColumnHelper<typeof features, UseCaseSummary>();
const TEXT_KEYS: readonly SortKey[] = ['name', 'team', 'criticality', 'state'];

/** Columns carry what they sort by; how a cell looks is the table's and the cards' business. */
const columns = helper.columns(
  SORT_KEYS.map((key) =>
    helper.accessor(SORT_VALUES[key], { id: key, sortFn: 'basic', sortDescFirst: !TEXT_KEYS.includes(key) }),
  ),
);

interface TableUrl {
  readonly sort: SortKey;
  readonly desc: boolean;
  readonly page: number;
}

type SetTableUrl = (change: { sort?: SortKey; desc?: boolean; page?: number | null }) => unknown;

const applied = <T>(updater: Updater<T>, before: T): T => (updater instanceof Function ? updater(before) : updater);

/** The list of use cases, sorted and paged as its address says. */
export function useUseCaseTable(rows: UseCaseSummary[], url: TableUrl, setUrl: SetTableUrl) {
  const sorting = useMemo<SortingState>(() => [{ id: url.sort, desc: url.desc }], [url.sort, url.desc]);
  const lastPage = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  const pagination = { pageIndex: Math.min(Math.max(1, url.page), lastPage) - 1, pageSize: PAGE_ROWS };
  return useTable({
    features,
    columns,
    data: rows,
    getRowId: (row) => row.name,
    enableSortingRemoval: false,
    enableMultiSort: false,
    autoResetPageIndex: false,
    state: { sorting, pagination },
    onSortingChange: (updater: Updater<SortingState>) => {
      const [first] = applied(updater, sorting);
      const sort = SORT_KEYS.find((key) => key === first?.id);
      if (sort !== undefined) setUrl({ sort, desc: first?.desc ?? false, page: null });
    },
    onPaginationChange: (updater) => {
      const { pageIndex } = applied(updater, pagination);
      setUrl({ page: pageIndex + 1 });
    },
  });
}

export type UseCaseTableModel = ReturnType<typeof useUseCaseTable>;
