import type { UseCaseList, UseCaseListQuery } from '@leeway/domain/use-case-list';
import { readUseCaseList } from '@leeway/engine/reports/read-use-case-list';
import type { Call } from '../api/context.ts';

/** The page of the list at once, then as it changes; all that watch share one reading of the figures. */
export function watchUseCases(
  { services }: Call,
  query: UseCaseListQuery,
  signal?: AbortSignal,
): AsyncGenerator<UseCaseList> {
  const { pool, polls, useCaseFigures } = services;
  return polls.watch({
    key: `use cases ${JSON.stringify(query)}`,
    read: () => readUseCaseList(pool, query, useCaseFigures),
    signal,
  });
}
