import type { OperationView } from '@leeway/domain/job-operation';
import { listOperations } from '@leeway/engine/reports/read-operations';
import type { z } from 'zod';
import type { Call } from '../api/context.ts';
import { mayReadMessages } from '../job/withhold-message.ts';
import { getTeamOf } from '../use-case/get-team-of.ts';
import { type OperationListQuery, withoutText } from './list-operations.ts';

/** The list at once, then as it changes; NOT_FOUND instead of a stream that stays silent. */
export async function* watchOperations(
  { services, actor }: Call,
  { name }: z.infer<typeof OperationListQuery>,
  signal?: AbortSignal,
): AsyncGenerator<readonly OperationView[]> {
  const mayRead = mayReadMessages(actor, await getTeamOf(services, name));
  const watched = services.polls.watch({
    key: `operations of ${name}`,
    read: () => listOperations(services.pool, name),
    signal,
  });
  for await (const operations of watched) yield mayRead ? operations : operations.map(withoutText);
}
