import type { UseCaseGrants } from '@leeway/domain/capacity-views';
import { decideEffectivePolicy } from '@leeway/domain/effective-policy';
import { LeewayError } from '@leeway/domain/problem';
import { UseCaseName } from '@leeway/domain/use-case';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { readGrants } from './read-grants.ts';
import { grantableLimits, inTime, listed, viewGrant } from './view-grant.ts';

export const GrantListQuery = z.strictObject({ useCase: UseCaseName });

/** The grants of a use case, and what those in force make of its limits now. */
export async function listGrants(
  { services: { prisma, pool } }: Call,
  { useCase: name }: z.infer<typeof GrantListQuery>,
): Promise<UseCaseGrants> {
  const useCase = await prisma.useCase.findUnique({ where: { name } });
  if (useCase === null) throw new LeewayError('NOT_FOUND', `There is no use case ${name}`);
  const { now, rows } = await readGrants(prisma, { useCaseId: useCase.id });
  const views = rows.map((row) => viewGrant(row, now));
  const policy = grantableLimits(useCase);
  return {
    asOf: now.getTime(),
    grants: await listed(pool, views),
    policy,
    effective: decideEffectivePolicy(policy, rows.map(inTime), now.getTime()),
  };
}
