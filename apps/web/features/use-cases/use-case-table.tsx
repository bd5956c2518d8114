'use client';
import type { UseCaseSummary } from '@leeway/domain/views';
import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Sparkline } from '#features/charts/sparkline.tsx';
import { cx } from '#lib/class-names.ts';
import { formatCount, formatRate } from '#lib/format/number.ts';
import { CriticalityBadge, UseCaseStateBadge } from './badges.tsx';
import { decideUseCaseState } from './decide-use-case-state.ts';
import { DelayAgainstTolerance } from './delay-against-tolerance.tsx';
import type { SortKey } from './filter-use-cases.ts';
import { Pager } from './pager.tsx';
import type { UseCaseTableModel } from './use-use-case-table.ts';

interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly isNumber?: boolean;
  readonly hide?: string;
  readonly cell: (row: UseCaseSummary) => ReactNode;
}

function Count({ value, isWarning = false }: { readonly value: number; readonly isWarning?: boolean }) {
  if (value === 0) return <span className="text-faint">0</span>;
  return <span className={cx(isWarning && 'font-medium text-warn')}>{formatCount(value)}</span>;
}

/** What a narrower window has no room for; the page of the use case tells it. */
const FROM_LARGE = 'hidden xl:table-cell';
const FROM_WIDE = 'hidden min-[88rem]:table-cell';

const COLUMNS: readonly Column[] = [
  {
    key: 'name',
    title: 'Name',
    cell: (row) => (
      <Link
        href={`/use-cases/${encodeURIComponent(row.name)}`}
        className="inline-block min-w-32 font-medium wrap-anywhere after:absolute after:inset-0 hover:underline"
      >
        {row.name}
      </Link>
    ),
  },
  { key: 'team', title: 'Team', cell: (row) => row.team },
  { key: 'state', title: 'State', cell: (row) => <UseCaseStateBadge state={decideUseCaseState(row)} /> },
  {
    key: 'criticality',
    title: 'Criticality',
    hide: FROM_WIDE,
    cell: (row) => <CriticalityBadge criticality={row.criticality} />,
  },
  {
    key: 'p95',
    title: 'p95 delay of tolerance',
    cell: (row) => <DelayAgainstTolerance p95Ms={row.p95Ms} toleranceMs={row.delayToleranceMs} />,
  },
  { key: 'ready', title: 'Ready', isNumber: true, cell: (row) => <Count value={row.readyCount} /> },
  {
    key: 'delayed',
    title: 'Delayed',
    isNumber: true,
    hide: FROM_LARGE,
    cell: (row) => <Count value={row.delayedCount} />,
  },
  { key: 'dead', title: 'Dead', isNumber: true, cell: (row) => <Count value={row.deadCount} isWarning /> },
  {
    key: 'failed',
    title: 'Failed',
    isNumber: true,
    hide: FROM_LARGE,
    cell: (row) => <Count value={row.failedCount} isWarning />,
  },
  {
    key: 'done',
    title: 'Done',
    isNumber: true,
    cell: (row) => (
      <span className="inline-flex items-center gap-2.5 align-middle">
        <span className="hidden min-[88rem]:inline">
          <Sparkline values={row.doneTrend} />
        </span>
        <span className="w-14">{formatRate(row.donePerSecond)}</span>
      </span>
    ),
  },
];

export function UseCaseTable({ table }: { readonly table: UseCaseTableModel }) {
  return (
    <div className="hidden overflow-hidden rounded-lg border border-line bg-surface shadow-(--shadow-raised) lg:block">
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <thead className="bg-sunken text-xs text-muted">
            <tr>
              {COLUMNS.map((column) => (
                <HeaderCell key={column.key} table={table} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr key={row.id} className="relative border-t border-line hover:bg-hover">
                {COLUMNS.map((column) => (
                  <td key={column.key} className={cx('px-3 py-2', column.isNumber && 'text-right', column.hide)}>
                    {column.cell(row.original)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager table={table} />
    </div>
  );
}

function HeaderCell({
  table,
  column: { key, title, isNumber, hide },
}: {
  readonly table: UseCaseTableModel;
  readonly column: Column;
}) {
  const column = table.getColumn(key);
  const direction = column?.getIsSorted() ?? false;
  const Arrow = direction === 'desc' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={direction === false ? undefined : direction === 'desc' ? 'descending' : 'ascending'}
      className={cx('px-1 py-1 font-medium', isNumber && 'text-right', hide)}
    >
      <button
        type="button"
        onClick={column?.getToggleSortingHandler()}
        className={cx(
          'inline-flex h-7 items-center gap-1 rounded px-2 whitespace-nowrap hover:bg-hover hover:text-text',
          direction !== false && 'text-text',
        )}
      >
        {title}
        <Arrow
          aria-hidden="true"
          className={cx('size-3.5', isNumber && '-order-1', direction === false && 'invisible')}
        />
      </button>
    </th>
  );
}
