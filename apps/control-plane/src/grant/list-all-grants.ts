import type { GrantList } from '@leeway/domain/capacity-views';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { readGrants } from './read-grants.ts';
import { listed, viewGrant } from './view-grant.ts';

export const AllGrantsQuery = z.strictObject({});

/** The grants of every use case. */
export async function listAllGrants({ services: { prisma, pool } }: Call): Promise<GrantList> {
  const { now, rows } = await readGrants(prisma, {});
  const views = rows.map((row) => viewGrant(row, now));
  return { asOf: now.getTime(), grants: await listed(pool, views) };
}
