import type { PrismaClient } from '@leeway/db/prisma';
import { LIMITS } from '@leeway/domain/limits';
import { storeNow } from '../api/store-clock.ts';
import { type GrantRow, WITH_USE_CASE } from './view-grant.ts';

const RECENT = 50;

interface GrantsRead {
  readonly now: Date;
  readonly rows: readonly GrantRow[];
}

/** Those that have not ended, by their start, then the latest that have. */
export async function readGrants(prisma: PrismaClient, of: { readonly useCaseId?: string }): Promise<GrantsRead> {
  const now = await storeNow(prisma);
  const open = await prisma.burstGrant.findMany({
    where: { ...of, endedAt: null, endsAt: { gt: now } },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: LIMITS.pageRows,
    include: WITH_USE_CASE,
  });
  const ended = await prisma.burstGrant.findMany({
    where: { ...of, OR: [{ endedAt: { not: null } }, { endsAt: { lte: now } }] },
    orderBy: [{ endsAt: 'desc' }, { id: 'asc' }],
    take: RECENT,
    include: WITH_USE_CASE,
  });
  return { now, rows: [...open, ...ended] };
}
