import type { UseCaseList, UseCaseListQuery } from '@leeway/domain/use-case-list';
import { readUseCaseList } from '@leeway/engine/reports/read-use-case-list';
import type { Call } from '../api/context.ts';
import { patiently } from '../api/patiently.ts';

/** The page of the list at once, then as it changes; all that watch share one reading of the figures. */
export function watchUseCases(call: Call, query: UseCaseListQuery, signal?: AbortSignal): AsyncGenerator<UseCaseList> {
  const { polls, useCaseFigures } = call.services;
  const read = async () => {
    // Before a connection is taken: who held one while waiting for them could keep them from being read.
    const all = await useCaseFigures();
    const readPage = patiently<UseCaseListQuery, UseCaseList>((store) =>
      readUseCaseList(store, query, async () => all),
    );
    return readPage(call, query);
  };
  return polls.watch({ key: `use cases ${JSON.stringify(query)}`, read, signal });
}
