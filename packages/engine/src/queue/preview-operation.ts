import type { OperationPreview, OperationTarget } from '@leeway/domain/job-operation';
import type { Pool } from 'pg';
import { countDeadMatches, countOpenMatches } from './sql/count-matches.ts';

/** Counting ends here: a preview is looked at while somebody types. */
const COUNT_LIMIT = 100_000;

/** How many jobs an operation would be about now. */
export async function previewOperation(
  db: Pick<Pool, 'query'>,
  useCaseNo: number,
  { kind, filter }: OperationTarget,
): Promise<OperationPreview> {
  const statement = kind === 'redrive' ? countDeadMatches : countOpenMatches;
  const values = [useCaseNo, JSON.stringify(filter), COUNT_LIMIT + 1];
  const { rows } = await db.query<{ match_count: number }>({ ...statement, values });
  const count = rows[0]?.match_count ?? 0;
  return { count: Math.min(count, COUNT_LIMIT), isMore: count > COUNT_LIMIT };
}
