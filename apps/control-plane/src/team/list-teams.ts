import type { TeamView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';

/** All teams by name. */
export async function listTeams({ services }: Call): Promise<TeamView[]> {
  const teams = await services.prisma.team.findMany({
    orderBy: { name: 'asc' },
    include: { _count: { select: { useCases: true } } },
  });
  return teams.map(({ id, name, _count }) => ({ id, name, useCaseCount: _count.useCases }));
}
