import { LeewayError } from '@leeway/domain/problem';
import type { Services } from '../api/context.ts';

/** Name of the team that owns a use case; NOT_FOUND where there is no such use case. */
export async function getTeamOf({ prisma }: Services, useCase: string): Promise<string> {
  const found = await prisma.useCase.findUnique({
    where: { name: useCase },
    select: { team: { select: { name: true } } },
  });
  if (found === null) throw new LeewayError('NOT_FOUND', `There is no use case ${useCase}`);
  return found.team.name;
}
