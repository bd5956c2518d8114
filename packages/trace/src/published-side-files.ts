import { createCellReader, requireColumns } from './read-cells.ts';
import { openTable } from './read-rows.ts';
import type { DurationKnot } from './trace-function.ts';

const DURATION_KNOTS = [0, 1, 25, 50, 75, 99, 100].map((percent) => ({
  column: `percentile_Average_${percent}`,
  quantile: percent / 100,
}));

const DURATION_COLUMNS = [
  ...['HashOwner', 'HashApp', 'HashFunction', 'Average', 'Count', 'Minimum', 'Maximum'],
  ...DURATION_KNOTS.map(({ column }) => column),
];

const MEMORY_COLUMNS = [
  ...['HashOwner', 'HashApp', 'SampleCount', 'AverageAllocatedMb'],
  ...[1, 5, 25, 50, 75, 95, 99, 100].map((percent) => `AverageAllocatedMb_pct${percent}`),
];

/** What a side file says of each key, and how many rows were dropped because a key stands there twice. */
export interface SideFile<T> {
  readonly values: ReadonlyMap<string, T>;
  readonly repeatedCount: number;
}

export const functionKey = (owner: string, app: string, name: string): string => `${owner}/${app}/${name}`;
export const appKey = (owner: string, app: string): string => `${owner}/${app}`;

/** Some keys stand twice in the published files; the row that rests on more samples is kept. */
function createCollector<T>() {
  const kept = new Map<string, { readonly weight: number; readonly value: T }>();
  let repeatedCount = 0;
  return {
    add(key: string, weight: number, value: T): void {
      const present = kept.get(key);
      if (present !== undefined) repeatedCount += 1;
      if (present === undefined || weight > present.weight) kept.set(key, { weight, value });
    },
    finish: (): SideFile<T> => ({
      values: new Map([...kept].map(([key, { value }]) => [key, value])),
      repeatedCount,
    }),
  };
}

/** `function_durations_percentiles.anon.d??.csv`; Minimum and Maximum are not always recorded and not read. */
export async function readDurations(file: string): Promise<SideFile<readonly DurationKnot[]>> {
  const { header, rows } = await openTable(file);
  requireColumns(file, header, DURATION_COLUMNS);
  const cells = createCellReader(file, header);
  const collector = createCollector<readonly DurationKnot[]>();
  for await (const row of rows) {
    const key = functionKey(cells.hash(row, 'HashOwner'), cells.hash(row, 'HashApp'), cells.hash(row, 'HashFunction'));
    const knots = DURATION_KNOTS.map(({ column, quantile }) => ({ quantile, ms: cells.amount(row, column) }));
    collector.add(key, cells.amount(row, 'Count'), knots);
  }
  return collector.finish();
}

/** `app_memory_percentiles.anon.d??.csv`: MB of each application. */
export async function readMemory(file: string): Promise<SideFile<number>> {
  const { header, rows } = await openTable(file);
  requireColumns(file, header, MEMORY_COLUMNS);
  const cells = createCellReader(file, header);
  const collector = createCollector<number>();
  for await (const row of rows) {
    const key = appKey(cells.hash(row, 'HashOwner'), cells.hash(row, 'HashApp'));
    collector.add(key, cells.amount(row, 'SampleCount'), cells.amount(row, 'AverageAllocatedMb'));
  }
  return collector.finish();
}
