import type { TestDatabase } from '@leeway/db/testing';
import { addValue, type Buckets } from '@leeway/domain/distribution';
import { USAGE_COLUMNS } from '@leeway/domain/usage-columns';
import { foldUsage } from '../accounting/sql/fold-usage.ts';

/** A hand-made row of usage_delta; what is left out is zero. */
export type DeltaSeed = Partial<Record<(typeof USAGE_COLUMNS)[number], number>> & {
  readonly useCaseNo: number;
  readonly at: number;
  readonly delaysMs?: readonly number[];
};

export async function addDelta({ pool }: TestDatabase, seed: DeltaSeed): Promise<void> {
  const sketch: Buckets = new Map();
  for (const delay of seed.delaysMs ?? []) addValue(sketch, delay);
  await pool.query(
    `insert into usage_delta (use_case_no, at, ${USAGE_COLUMNS.join(', ')}, delay_buckets, delay_counts)
     values ($1, $2, ${USAGE_COLUMNS.map((_, index) => `$${index + 3}`).join(', ')}, $${USAGE_COLUMNS.length + 3}, $${USAGE_COLUMNS.length + 4})`,
    [
      seed.useCaseNo,
      seed.at,
      ...USAGE_COLUMNS.map((name) => seed[name] ?? 0),
      [...sketch.keys()],
      [...sketch.values()],
    ],
  );
}

/** Folds so many times, `deltaCount` rows each time, as accounting does it. Returns whether there was always something. */
export async function foldTimes({ pool }: TestDatabase, times: number, deltaCount: number): Promise<boolean> {
  for (let time = 0; time < times; time++) {
    const { rows } = await pool.query<{ folded_count: number }>({ ...foldUsage, values: [deltaCount] });
    if (Number(rows[0]?.folded_count) === 0) return false;
  }
  return true;
}

/** Folds all there is. */
export async function foldAll(database: TestDatabase, deltaCount = 1_000): Promise<void> {
  await foldTimes(database, Number.POSITIVE_INFINITY, deltaCount);
}
