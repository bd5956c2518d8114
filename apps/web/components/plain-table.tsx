import type { ReactNode } from 'react';
import { cx } from '#lib/class-names.ts';

export interface PlainColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** Left out where there is little room. */
  readonly isExtra?: boolean;
}

interface PlainTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The first names the row. */
  readonly columns: readonly PlainColumn<Row>[];
}

/** A few rows in the order in which they come. */
export function PlainTable<Row>({ label, rows, rowKey, columns }: PlainTableProps<Row>) {
  const look = ({ isNumber, isExtra }: PlainColumn<Row>) =>
    cx('px-2 py-1.5 first:pl-4 last:pr-4', isNumber && 'text-right', isExtra && 'max-sm:hidden');
  return (
    <table className="w-full text-left text-sm" aria-label={label}>
      <thead className="text-xs text-muted">
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" className={cx(look(column), 'font-medium')}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className="border-t border-line align-baseline">
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.title} scope="row" className={cx(look(column), 'font-normal')}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.title} className={cx(look(column), column.isNumber && 'whitespace-nowrap')}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
