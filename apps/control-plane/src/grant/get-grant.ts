import { GrantId } from '@leeway/domain/burst-grant';
import type { GrantDetail } from '@leeway/domain/capacity-views';
import { LeewayError } from '@leeway/domain/problem';
import { readGrantWaiters } from '@leeway/engine/reports/read-grant-use';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { listed, readGrant, viewGrant } from './view-grant.ts';

export const GrantQuery = z.strictObject({ id: GrantId });

/** A grant, what was used of it, and who waited longer for it. */
export async function getGrant(
  { services: { prisma, pool } }: Call,
  { id }: z.infer<typeof GrantQuery>,
): Promise<GrantDetail> {
  const now = await storeNow(prisma);
  const [grant] = await listed(pool, [viewGrant(await readGrant(prisma, id), now)]);
  if (grant === undefined) throw new LeewayError('NOT_FOUND', `There is no grant ${id}`);
  return { asOf: now.getTime(), grant, waiters: await readGrantWaiters(pool, id) };
}
