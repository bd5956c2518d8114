import type { GrantList } from '@leeway/domain/capacity-views';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { readGrants } from './read-grants.ts';
import { viewGrant } from './view-grant.ts';

export const AllGrantsQuery = z.strictObject({});

/** The grants of every use case. */
export async function listAllGrants({ services: { prisma } }: Call): Promise<GrantList> {
  const { now, rows } = await readGrants(prisma, {});
  return { asOf: now.getTime(), grants: rows.map((row) => viewGrant(row, now)) };
}
