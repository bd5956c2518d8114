import type { Transaction } from '@leeway/db/prisma';
import { LeewayError } from '@leeway/domain/problem';
import type { UseCaseChange } from '@leeway/domain/use-case';
import type { UseCaseView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { invalidField } from '../api/invalid-field.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { requireHandler } from '../handler/require-handler.ts';
import { requireDownstreams } from './require-downstreams.ts';
import { policyOf, USE_CASE_PARTS, type UseCaseRow, viewUseCase } from './view-use-case.ts';

/**
 * Replaces the policy, provided that nobody did since `change.version`; else CONFLICT that says who. INVALID_INPUT where the
 * runtime is another: with jobs on their way, both sides could hand out the same one.
 */
export async function changeUseCase(call: Call, change: UseCaseChange): Promise<UseCaseView> {
  return call.services.prisma.$transaction(async (transaction) => {
    const before = await readRow(transaction, change.name);
    if (change.runtime !== before.runtime) throw runtimeIsSettled(before);
    if (change.handler !== null && change.handler !== before.handler)
      await requireHandler(call.services.handlersDir, change.handler);
    if (!(await replacePolicy(transaction, before, change))) throw await conflict(transaction, change.name);
    const after = await readRow(transaction, change.name);
    await recordAudit(transaction, call.actor, {
      action: 'useCase.change',
      object: { type: 'useCase', id: after.id, name: after.name },
      teamId: after.team.id,
      before: policyOf(before),
      after: policyOf(after),
      reason: change.reason,
    });
    return viewUseCase(after);
  });
}

function runtimeIsSettled({ name, runtime }: UseCaseRow): LeewayError {
  const remedy = 'register a use case of another name, and submit to that one';
  return invalidField('runtime', `${name} is ${runtime}, which is settled at registration: ${remedy}`);
}

async function readRow(transaction: Transaction, name: string): Promise<UseCaseRow> {
  const row = await transaction.useCase.findUnique({ where: { name }, include: USE_CASE_PARTS });
  if (row === null) throw new LeewayError('NOT_FOUND', `There is no use case ${name}`);
  return row;
}

/** False where somebody else was first: the version is compared in the statement that writes. */
async function replacePolicy(transaction: Transaction, before: UseCaseRow, change: UseCaseChange): Promise<boolean> {
  if (before.version !== change.version) return false;
  const { name: _name, version, reason: _reason, delayToleranceMs, downstreams, ...policy } = change;
  const { count } = await transaction.useCase.updateMany({
    where: { id: before.id, version },
    data: {
      ...policy,
      delayToleranceMs: BigInt(delayToleranceMs),
      version: { increment: 1 },
      updatedAt: await storeNow(transaction),
    },
  });
  if (count === 0) return false;
  const downstreamIds = await requireDownstreams(transaction, downstreams);
  await transaction.useCaseDownstream.deleteMany({ where: { useCaseId: before.id } });
  await transaction.useCaseDownstream.createMany({
    data: downstreamIds.map((downstreamId) => ({ useCaseId: before.id, downstreamId })),
  });
  return true;
}

async function conflict(transaction: Transaction, name: string): Promise<LeewayError> {
  const current = await readRow(transaction, name);
  const last = await transaction.auditEntry.findFirst({
    where: { objectType: 'useCase', objectId: current.id },
    orderBy: { seq: 'desc' },
  });
  const who = last === null ? 'Somebody' : last.actorName;
  const when = (last?.at ?? current.updatedAt).toISOString();
  return new LeewayError('CONFLICT', `${who} changed ${name} at ${when}; look at version ${current.version} first`);
}
