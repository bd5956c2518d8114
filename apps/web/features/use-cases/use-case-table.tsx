'use client';
import type { UseCaseSortKey } from '@leeway/domain/use-case-list';
import type { UseCaseSummary } from '@leeway/domain/views';
import type { ReactNode } from 'react';
import { type OnOrder, type SortedColumn, SortHeader, type TableOrder } from '#components/sort-header.tsx';
import { UseCaseLink } from '#components/use-case-link.tsx';
import { Sparkline } from '#features/charts/sparkline.tsx';
import { cx } from '#lib/class-names.ts';
import { formatCount, formatRate } from '#lib/format/number.ts';
import { CriticalityBadge, UseCaseStateBadge } from './badges.tsx';
import { DelayAgainstTolerance } from './delay-against-tolerance.tsx';

interface Column extends SortedColumn<UseCaseSortKey> {
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
  { key: 'name', title: 'Name', isText: true, cell: (row) => <UseCaseLink name={row.name} /> },
  { key: 'team', title: 'Team', isText: true, cell: (row) => row.team },
  { key: 'state', title: 'State', isText: true, cell: (row) => <UseCaseStateBadge state={row.state} /> },
  {
    key: 'criticality',
    title: 'Criticality',
    isText: true,
    className: FROM_WIDE,
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
    className: FROM_LARGE,
    cell: (row) => <Count value={row.delayedCount} />,
  },
  { key: 'dead', title: 'Dead', isNumber: true, cell: (row) => <Count value={row.deadCount} isWarning /> },
  {
    key: 'failed',
    title: 'Failed',
    isNumber: true,
    className: FROM_LARGE,
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

interface UseCaseTableProps {
  readonly rows: readonly UseCaseSummary[];
  readonly order: Pick<TableOrder<UseCaseSortKey>, 'sort' | 'desc'>;
  readonly onOrder: OnOrder<UseCaseSortKey>;
}

export function UseCaseTable({ rows, order, onOrder }: UseCaseTableProps) {
  return (
    <div className="hidden overflow-x-auto lg:block">
      <table className="w-full text-left" aria-label="Use cases">
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            {COLUMNS.map((column) => (
              <SortHeader key={column.key} column={column} order={order} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="relative border-t border-line hover:bg-hover">
              {COLUMNS.map((column) => (
                <td key={column.key} className={cx('px-3 py-2', column.isNumber && 'text-right', column.className)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
