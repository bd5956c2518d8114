import type { Transaction } from '@leeway/db/prisma';
import { newUseCaseId } from '@leeway/domain/ids';
import type { UseCaseRegistration } from '@leeway/domain/use-case';
import type { UseCaseView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { invalidField, isNameTaken } from '../api/invalid-field.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { requireHandler } from '../handler/require-handler.ts';
import { requireDownstreams } from './require-downstreams.ts';
import { policyOf, USE_CASE_PARTS, viewUseCase } from './view-use-case.ts';

/** Adds a use case; a taken name, an unknown team or handler is INVALID_INPUT on that field. */
export async function registerUseCase(call: Call, registration: UseCaseRegistration): Promise<UseCaseView> {
  if (registration.handler !== null) await requireHandler(call.services.handlersDir, registration.handler);
  try {
    return await call.services.prisma.$transaction((transaction) => insert(transaction, call, registration));
  } catch (error) {
    throw isNameTaken(error) ? invalidField('name', `There is already a use case ${registration.name}`) : error;
  }
}

async function insert(transaction: Transaction, call: Call, registration: UseCaseRegistration): Promise<UseCaseView> {
  const { team: teamName, downstreams, ...policy } = registration;
  const team = await transaction.team.findUnique({ where: { name: teamName } });
  if (team === null) throw invalidField('team', `There is no team ${teamName}`);
  const downstreamIds = await requireDownstreams(transaction, downstreams);
  const row = await transaction.useCase.create({
    data: {
      ...policy,
      id: newUseCaseId(call.services.random),
      teamId: team.id,
      delayToleranceMs: BigInt(policy.delayToleranceMs),
      downstreams: { create: downstreamIds.map((downstreamId) => ({ downstreamId })) },
    },
    include: USE_CASE_PARTS,
  });
  await recordAudit(transaction, call.actor, {
    action: 'useCase.register',
    object: { type: 'useCase', id: row.id, name: row.name },
    teamId: team.id,
    before: null,
    after: { team: team.name, ...policyOf(row) },
  });
  return viewUseCase(row);
}
