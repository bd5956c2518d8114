'use client';
import type { Page } from '@leeway/domain/sort-rows';
import type { ReactNode } from 'react';
import { cx } from '#lib/class-names.ts';
import { Pager } from './pager.tsx';
import { type OnOrder, type SortedColumn, SortHeader, type TableOrder } from './sort-header.tsx';

export interface DataColumn<Row, Key extends string = string> extends SortedColumn<Key> {
  readonly cell: (row: Row) => ReactNode;
  /** On a phone it takes the whole width. */
  readonly isWide?: boolean;
}

interface DataTableProps<Row, Key extends string> {
  readonly label: string;
  readonly noun: string;
  readonly shown: Page<Row>;
  /** Another page or order is being read. */
  readonly isReading?: boolean;
  readonly rowKey: (row: Row) => string;
  /** The first names the row. */
  readonly columns: readonly DataColumn<Row, Key>[];
  readonly order: TableOrder<Key>;
  readonly onOrder: OnOrder<Key>;
}

/** One page of rows that a reader can sort and turn; on a phone each is a card. */
export function DataTable<Row, Key extends string>(props: DataTableProps<Row, Key>) {
  const { label, noun, shown, isReading = false, rowKey, columns, order, onOrder } = props;
  return (
    <div
      aria-busy={isReading}
      className={cx(
        'overflow-hidden rounded-lg lg:border lg:border-line lg:bg-surface lg:shadow-(--shadow-raised)',
        isReading && 'opacity-60',
      )}
    >
      <div className="hidden overflow-x-auto lg:block">
        <table className="w-full text-left" aria-label={label}>
          <thead className="bg-sunken text-xs text-muted">
            <tr>
              {columns.map((column) => (
                <SortHeader key={column.key} column={column} order={order} onOrder={onOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.rows.map((row) => (
              <tr key={rowKey(row)} className="relative border-t border-line align-top hover:bg-hover">
                {columns.map((column) => (
                  <td
                    key={column.key}
                    className={cx(
                      'px-2.5 py-2 2xl:px-3',
                      column.isNumber && 'text-right whitespace-nowrap',
                      column.className,
                    )}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul aria-label={label} className="flex flex-col gap-2.5 lg:hidden">
        {shown.rows.map((row) => (
          <Card key={rowKey(row)} row={row} columns={columns} />
        ))}
      </ul>
      <Pager shown={shown} noun={noun} onPage={(page) => onOrder({ page })} />
    </div>
  );
}

interface CardProps<Row, Key extends string> {
  readonly row: Row;
  readonly columns: readonly DataColumn<Row, Key>[];
}

function Card<Row, Key extends string>({ row, columns: [title, ...rest] }: CardProps<Row, Key>) {
  return (
    <li className="relative rounded-lg border border-line bg-surface px-4 py-3 shadow-(--shadow-raised)">
      <div className="wrap-anywhere">{title?.cell(row)}</div>
      <dl className="mt-2 grid grid-cols-2 gap-x-4 gap-y-2 border-t border-line pt-2 text-sm">
        {rest.map((column) => (
          <div key={column.key} className={cx('min-w-0', column.isWide && 'col-span-2')}>
            <dt className="text-xs text-muted">{column.title}</dt>
            <dd className="break-words">{column.cell(row)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
