import type { OperationView } from '@leeway/domain/job-operation';
import { UseCaseName } from '@leeway/domain/use-case';
import { listOperations as list } from '@leeway/engine/reports/read-operations';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { mayReadMessages } from '../job/withhold-message.ts';
import { getTeamOf } from '../use-case/get-team-of.ts';

export const OperationListQuery = z.strictObject({ name: UseCaseName });

/** The latest of a use case, newest first. What somebody looked for in failure messages is for those who may read them. */
export async function listOperations(
  { services, actor }: Call,
  { name }: z.infer<typeof OperationListQuery>,
): Promise<readonly OperationView[]> {
  const team = await getTeamOf(services, name);
  const operations = await list(services.pool, name);
  return mayReadMessages(actor, team) ? operations : operations.map(withoutText);
}

export function withoutText(operation: OperationView): OperationView {
  const { text, ...filter } = operation.filter;
  return text === undefined ? operation : { ...operation, filter: { ...filter, text: '…' } };
}
