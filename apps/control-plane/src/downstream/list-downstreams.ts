import type { DownstreamList } from '@leeway/domain/capacity-views';
import { readDownstreamStates } from '@leeway/engine/reports/read-downstream-states';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { DOWNSTREAM_PARTS, viewDownstream } from './view-downstream.ts';

export const DownstreamListQuery = z.strictObject({});

/** By name, each with what engines know of it now. */
export async function listDownstreams({ services: { prisma, pool } }: Call): Promise<DownstreamList> {
  const { asOf, states } = await readDownstreamStates(pool);
  const rows = await prisma.downstream.findMany({ orderBy: { name: 'asc' }, include: DOWNSTREAM_PARTS });
  return { asOf, downstreams: rows.map((row) => viewDownstream(row, states.get(row.id) ?? null)) };
}
