import type { UseCaseWaitView } from '@leeway/domain/sharing-views';
import { UseCaseName } from '@leeway/domain/use-case';
import { getUseCaseNo } from '@leeway/engine/reports/get-use-case-no';
import { readEngineVoice } from '@leeway/engine/reports/read-engine-voice';
import { readUseCaseWait } from '@leeway/engine/reports/read-wait';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { withholdKeys } from '../job/withhold-keys.ts';
import { mayReadMessages } from '../job/withhold-message.ts';
import { getTeamOf } from './get-team-of.ts';

export const UseCaseWaitQuery = z.strictObject({ name: UseCaseName });
type UseCaseWaitQuery = z.infer<typeof UseCaseWaitQuery>;

/** Why a use case waits now. */
export async function explainUseCase({ services, actor }: Call, { name }: UseCaseWaitQuery): Promise<UseCaseWaitView> {
  const mayReadKeys = mayReadMessages(actor, await getTeamOf(services, name));
  return await read(services, name, mayReadKeys);
}

async function read({ pool }: Call['services'], name: string, mayReadKeys: boolean): Promise<UseCaseWaitView> {
  const { engines, ...wait } = await readUseCaseWait(pool, name);
  const seen = mayReadKeys ? engines : engines.map(withholdKeys);
  return { ...(await readEngineVoice(pool)), ...wait, engines: seen };
}

/** The same at once, then as it changes; NOT_FOUND instead of a stream that stays silent. */
export async function* watchUseCaseWait(
  call: Call,
  query: UseCaseWaitQuery,
  signal?: AbortSignal,
): AsyncGenerator<UseCaseWaitView> {
  const { services, actor } = call;
  await getUseCaseNo(services.pool, query.name);
  const mayReadKeys = mayReadMessages(actor, await getTeamOf(services, query.name));
  // What is read is shared by all who watch the same.
  const key = `wait of ${query.name}${mayReadKeys ? '' : ', without keys'}`;
  yield* services.polls.watch({ key, read: () => read(services, query.name, mayReadKeys), signal });
}
