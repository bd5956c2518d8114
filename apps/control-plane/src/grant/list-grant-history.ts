import type { ListedGrant } from '@leeway/domain/capacity-views';
import { LIMITS } from '@leeway/domain/limits';
import { plainText } from '@leeway/domain/use-case';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { listed, viewGrant, WITH_USE_CASE } from './view-grant.ts';

/** `cursor` is the id of the last grant seen. */
export const GrantHistoryQuery = z.strictObject({ cursor: plainText(LIMITS.nameLength).optional() });

export interface GrantHistoryPage {
  readonly rows: readonly ListedGrant[];
  readonly nextCursor: string | null;
}

/** Every grant there ever was, the latest start first, page after page. */
export async function listGrantHistory(
  { services: { prisma, pool } }: Call,
  { cursor }: z.infer<typeof GrantHistoryQuery>,
): Promise<GrantHistoryPage> {
  const now = await storeNow(prisma);
  const found = await prisma.burstGrant.findMany({
    orderBy: [{ startsAt: 'desc' }, { id: 'asc' }],
    take: LIMITS.pageRows + 1,
    // Compared in the store: an instant read here has lost its microseconds.
    ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
    include: WITH_USE_CASE,
  });
  const views = found.slice(0, LIMITS.pageRows).map((row) => viewGrant(row, now));
  const rows = await listed(pool, views);
  return { rows, nextCursor: found.length > LIMITS.pageRows ? (rows.at(-1)?.id ?? null) : null };
}
