import { createCellReader, MINUTE_COLUMNS, requireColumns } from './read-cells.ts';
import type { Table } from './read-rows.ts';
import type { TraceFunction } from './trace-function.ts';

/** All of a day in one file: counts, durations and memory side by side. */
export const ONE_FILE_COLUMNS: readonly string[] = [
  'HashOwner',
  'HashApp',
  'HashFunction',
  'Trigger',
  'DurationAvgMs',
  'DurationP25Ms',
  'DurationP50Ms',
  'DurationP75Ms',
  'DurationP99Ms',
  'MemoryAvgMb',
  ...MINUTE_COLUMNS,
];

const KNOTS = [
  { column: 'DurationP25Ms', quantile: 0.25 },
  { column: 'DurationP50Ms', quantile: 0.5 },
  { column: 'DurationP75Ms', quantile: 0.75 },
  { column: 'DurationP99Ms', quantile: 0.99 },
];

export async function* readOneFile({ file, header, rows }: Table): AsyncGenerator<TraceFunction & { line: number }> {
  requireColumns(file, header, ONE_FILE_COLUMNS);
  const cells = createCellReader(file, header);
  for await (const row of rows) {
    yield {
      line: row.line,
      owner: cells.hash(row, 'HashOwner'),
      app: cells.hash(row, 'HashApp'),
      name: cells.hash(row, 'HashFunction'),
      trigger: cells.trigger(row),
      durations: KNOTS.map(({ column, quantile }) => ({ quantile, ms: cells.amount(row, column) })),
      memoryMb: cells.amount(row, 'MemoryAvgMb'),
      minuteCounts: cells.minuteCounts(row),
    };
  }
}
