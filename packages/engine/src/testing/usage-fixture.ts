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

/** Folds all there is, `deltaCount` rows at a time, as accounting does it. */
export async function foldAll({ pool }: TestDatabase, deltaCount = 1_000): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ folded_count: number }>({ ...foldUsage, values: [deltaCount] });
    if (Number(rows[0]?.folded_count) === 0) return;
  }
}
