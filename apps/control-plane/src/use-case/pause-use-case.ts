import { LeewayError } from '@leeway/domain/problem';
import type { UseCasePause } from '@leeway/domain/use-case';
import type { UseCaseView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { USE_CASE_PARTS, viewUseCase } from './view-use-case.ts';

/** Stops a use case from starting jobs, or lets it go on; its policy stays. WRONG_STATE where it is so already. */
export async function pauseUseCase(call: Call, pause: UseCasePause): Promise<UseCaseView> {
  const { name, isPaused, reason } = pause;
  return await call.services.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.useCase.updateMany({
      where: { name, isPaused: !isPaused },
      data: { isPaused },
    });
    const row = await transaction.useCase.findUnique({ where: { name }, include: USE_CASE_PARTS });
    if (row === null) throw new LeewayError('NOT_FOUND', `There is no use case ${name}`);
    if (count === 0) throw new LeewayError('WRONG_STATE', `${name} is ${isPaused ? 'paused already' : 'not paused'}`);
    await recordAudit(transaction, call.actor, {
      action: isPaused ? 'useCase.pause' : 'useCase.resume',
      object: { type: 'useCase', id: row.id, name },
      teamId: row.team.id,
      before: { isPaused: !isPaused },
      after: { isPaused },
      reason,
    });
    return viewUseCase(row);
  });
}
