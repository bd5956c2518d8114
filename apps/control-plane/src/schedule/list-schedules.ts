import { UseCaseName } from '@leeway/domain/use-case';
import type { ScheduleView } from '@leeway/domain/views';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { refusalOfOwner } from '../api/decide-access.ts';
import { getTeamOf } from '../use-case/get-team-of.ts';
import { viewSchedule, WITH_OWNER } from './view-schedule.ts';

export const ScheduleListQuery = z.strictObject({ useCase: UseCaseName });

/** By name; payloads are for who may change them. */
export async function listSchedules(
  { services, actor }: Call,
  { useCase }: z.infer<typeof ScheduleListQuery>,
): Promise<ScheduleView[]> {
  const hasPayload = refusalOfOwner(actor, await getTeamOf(services, useCase), 'useCase') === null;
  const rows = await services.prisma.schedule.findMany({
    where: { useCase: { name: useCase } },
    include: WITH_OWNER,
    orderBy: { name: 'asc' },
  });
  return rows.map((row) => viewSchedule(row, { hasPayload }));
}
