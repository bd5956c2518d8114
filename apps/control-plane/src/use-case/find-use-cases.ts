import { FOUND_USE_CASES, type FoundUseCase, type UseCaseSearch } from '@leeway/domain/use-case-list';
import type { Call } from '../api/context.ts';
import { findUseCases as statement } from './sql/find-use-cases.ts';

/** The first few use cases whose name or team holds a text. */
export async function findUseCases({ services }: Call, { text }: UseCaseSearch): Promise<FoundUseCase[]> {
  const values = [text.trim().toLowerCase(), FOUND_USE_CASES];
  return (await services.pool.query<FoundUseCase>({ ...statement, values })).rows;
}
