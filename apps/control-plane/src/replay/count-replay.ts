import { UseCaseName } from '@leeway/domain/use-case';
import type { ReplayCounts } from '@leeway/domain/views';
import { readReplayCounts } from '@leeway/engine/reports/read-replay-counts';
import { z } from 'zod';
import { Instant } from '../api/chart-query.ts';
import type { Call } from '../api/context.ts';

const MAX_NAMES = 1_000;

export const ReplayCountsQuery = z.strictObject({
  names: z.array(UseCaseName).max(MAX_NAMES, `At most ${MAX_NAMES} names`),
  sinceAt: Instant,
});

export function countReplay({ services }: Call, query: z.infer<typeof ReplayCountsQuery>): Promise<ReplayCounts[]> {
  return readReplayCounts(services.pool, query);
}
