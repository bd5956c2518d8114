import type { IncidentModeList } from '@leeway/domain/capacity-views';
import { CRITICALITY_RANK } from '@leeway/domain/criticality';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { viewIncidentMode } from './view-incident-mode.ts';

export const IncidentModeListQuery = z.strictObject({});

const RECENT = 20;

export async function listIncidentModes({ services: { prisma } }: Call): Promise<IncidentModeList> {
  const now = await storeNow(prisma);
  const active = await prisma.incidentMode.findMany({
    where: { endedAt: null, endsAt: { gt: now } },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  });
  const ended = await prisma.incidentMode.findMany({
    where: { OR: [{ endedAt: { not: null } }, { endsAt: { lte: now } }] },
    orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
    take: RECENT,
  });
  const modes = [...active, ...ended].map((row) => viewIncidentMode(row, now));
  const rank = (mode: (typeof modes)[number]) => (mode.isActive ? CRITICALITY_RANK[mode.criticalityFloor] : Infinity);
  return { asOf: now.getTime(), modes: modes.toSorted((a, b) => rank(a) - rank(b) || 0) };
}
