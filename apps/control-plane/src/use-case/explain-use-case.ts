import type { UseCaseWaitView } from '@leeway/domain/sharing-views';
import { UseCaseName } from '@leeway/domain/use-case';
import { getUseCaseNo } from '@leeway/engine/reports/get-use-case-no';
import { readEngineVoice } from '@leeway/engine/reports/read-engine-voice';
import { readUseCaseWait } from '@leeway/engine/reports/read-wait';
import { z } from 'zod';
import type { Call } from '../api/context.ts';

export const UseCaseWaitQuery = z.strictObject({ name: UseCaseName });
type UseCaseWaitQuery = z.infer<typeof UseCaseWaitQuery>;

/** Why a use case waits now. */
export async function explainUseCase({ services }: Call, { name }: UseCaseWaitQuery): Promise<UseCaseWaitView> {
  const wait = await readUseCaseWait(services.pool, name);
  return { ...(await readEngineVoice(services.pool)), ...wait };
}

/** The same at once, then as it changes; NOT_FOUND instead of a stream that stays silent. */
export async function* watchUseCaseWait(
  call: Call,
  query: UseCaseWaitQuery,
  signal?: AbortSignal,
): AsyncGenerator<UseCaseWaitView> {
  const { pool, polls } = call.services;
  await getUseCaseNo(pool, query.name);
  yield* polls.watch({ key: `wait of ${query.name}`, read: () => explainUseCase(call, query), signal });
}
