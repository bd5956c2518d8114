import type { UseCaseExport, UseCaseList, UseCaseListQuery } from '@leeway/domain/use-case-list';
import { exportUseCases, readUseCaseList } from '@leeway/engine/reports/read-use-case-list';
import { patiently } from '../api/patiently.ts';

/** By delay the sketches of all are merged, which takes longer than any other order. */
export const listUseCases = patiently<UseCaseListQuery, UseCaseList>((store, query) => readUseCaseList(store, query));

/** All that a filter leaves, for a file: a screen gets a page of them. */
export const saveUseCases = patiently<UseCaseListQuery, UseCaseExport>(exportUseCases);
