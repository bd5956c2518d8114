import type { UseCaseExport, UseCaseList, UseCaseListQuery } from '@leeway/domain/use-case-list';
import { exportUseCases, readUseCaseList } from '@leeway/engine/reports/read-use-case-list';
import type { Call } from '../api/context.ts';
import { patiently } from '../api/patiently.ts';

export function listUseCases({ services }: Call, query: UseCaseListQuery): Promise<UseCaseList> {
  return readUseCaseList(services.pool, query);
}

/** All that a filter leaves, for a file: a screen gets a page of them. */
export const saveUseCases = patiently<UseCaseListQuery, UseCaseExport>(exportUseCases);
