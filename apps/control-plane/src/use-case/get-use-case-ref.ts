import { LeewayError } from '@leeway/domain/problem';
import type { Services } from '../api/context.ts';

export interface UseCaseRef {
  readonly id: string;
  readonly no: number;
  readonly teamId: string;
}

/** NOT_FOUND where there is no use case of that name. */
export async function getUseCaseRef({ prisma }: Services, name: string): Promise<UseCaseRef> {
  const found = await prisma.useCase.findUnique({ where: { name }, select: { id: true, no: true, teamId: true } });
  if (found === null) throw new LeewayError('NOT_FOUND', `There is no use case ${name}`);
  return found;
}
