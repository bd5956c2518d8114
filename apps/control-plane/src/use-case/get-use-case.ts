import { LeewayError } from '@leeway/domain/problem';
import { UseCaseName } from '@leeway/domain/use-case';
import type { UseCaseView } from '@leeway/domain/views';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { USE_CASE_PARTS, viewUseCase } from './view-use-case.ts';

export const UseCaseQuery = z.strictObject({ name: UseCaseName });

export async function getUseCase({ services }: Call, { name }: z.infer<typeof UseCaseQuery>): Promise<UseCaseView> {
  const row = await services.prisma.useCase.findUnique({ where: { name }, include: USE_CASE_PARTS });
  if (row === null) throw new LeewayError('NOT_FOUND', `There is no use case ${name}`);
  return viewUseCase(row);
}
