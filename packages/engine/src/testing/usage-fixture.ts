import type { TestDatabase } from '@leeway/db/testing';
import { addValue, type Buckets } from '@leeway/domain/distribution';
import { foldUsage } from '../accounting/sql/fold-usage.ts';

const COUNTS = [
  'submitted_count',
  'done_count',
  'failed_count',
  'dead_count',
  'late_count',
  'lost_lease_count',
  'delayed_in_count',
  'delayed_out_count',
  'cpu_ms',
  'run_ms',
] as const;

/** A hand-made row of usage_delta; what is left out is zero. */
export type DeltaSeed = Partial<Record<(typeof COUNTS)[number], number>> & {
  readonly useCaseNo: number;
  readonly at: number;
  readonly delaysMs?: readonly number[];
};

export async function addDelta({ pool }: TestDatabase, seed: DeltaSeed): Promise<void> {
  const sketch: Buckets = new Map();
  for (const delay of seed.delaysMs ?? []) addValue(sketch, delay);
  await pool.query(
    `insert into usage_delta (use_case_no, at, ${COUNTS.join(', ')}, delay_buckets, delay_counts)
     values ($1, $2, ${COUNTS.map((_, index) => `$${index + 3}`).join(', ')}, $13, $14)`,
    [seed.useCaseNo, seed.at, ...COUNTS.map((name) => seed[name] ?? 0), [...sketch.keys()], [...sketch.values()]],
  );
}

/** Folds all there is, `deltaCount` rows at a time, as accounting does it. */
export async function foldAll({ pool }: TestDatabase, deltaCount = 1_000): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ folded_count: number }>({ ...foldUsage, values: [deltaCount] });
    if (Number(rows[0]?.folded_count) === 0) return;
  }
}
