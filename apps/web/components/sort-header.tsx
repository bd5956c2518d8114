import { ArrowDown, ArrowUp } from 'lucide-react';
import { cx } from '#lib/class-names.ts';

export interface SortedColumn<Key extends string> {
  readonly key: Key;
  readonly title: string;
  readonly isNumber?: boolean;
  /** Sorts ascending first. */
  readonly isText?: boolean;
  readonly className?: string;
}

export interface TableOrder<Key extends string> {
  readonly sort: Key;
  readonly desc: boolean;
  readonly page: number;
}

export type OnOrder<Key extends string> = (change: { sort?: Key; desc?: boolean; page: number | null }) => void;

interface SortHeaderProps<Key extends string> {
  readonly column: SortedColumn<Key>;
  readonly order: Pick<TableOrder<Key>, 'sort' | 'desc'>;
  readonly onOrder: OnOrder<Key>;
}

/** The head of a column that a reader can sort by. */
export function SortHeader<Key extends string>({ column, order, onOrder }: SortHeaderProps<Key>) {
  const isSorted = order.sort === column.key;
  const Arrow = isSorted && order.desc ? ArrowDown : ArrowUp;
  const desc = isSorted ? !order.desc : column.isText !== true;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (order.desc ? 'descending' : 'ascending') : undefined}
      className={cx('px-1 py-1 font-medium', column.isNumber && 'text-right', column.className)}
    >
      <button
        type="button"
        onClick={() => onOrder({ sort: column.key, desc, page: null })}
        className={cx(
          'inline-flex h-7 items-center gap-1 rounded px-2 whitespace-nowrap hover:bg-hover hover:text-text',
          isSorted && 'text-text',
        )}
      >
        {column.title}
        <Arrow aria-hidden="true" className={cx('size-3.5', column.isNumber && '-order-1', !isSorted && 'invisible')} />
      </button>
    </th>
  );
}
