export type SortValue = string | number | null;

const inWords = new Intl.Collator('en');

/** Rows by what `read` says of each; what is not known comes last, whichever way. Equal ones keep their order. */
export function sortRows<Row>(rows: readonly Row[], read: (row: Row) => SortValue, desc: boolean): Row[] {
  const sign = desc ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [first, second] = [read(a), read(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return sign * compare(first, second);
  });
}

function compare(first: string | number, second: string | number): number {
  if (typeof first === 'number' && typeof second === 'number') return first - second;
  return inWords.compare(String(first), String(second));
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** From 1, within what there is. */
  readonly page: number;
  readonly pageCount: number;
  /** On all pages. */
  readonly rowCount: number;
}

/** One page of rows; a page that is not there is bent to one that is. */
export function pageOf<Row>(rows: readonly Row[], page: number, size: number): Page<Row> {
  const pageCount = Math.max(1, Math.ceil(rows.length / size));
  const shown = Math.min(Math.max(1, page), pageCount);
  return { rows: rows.slice((shown - 1) * size, shown * size), page: shown, pageCount, rowCount: rows.length };
}
