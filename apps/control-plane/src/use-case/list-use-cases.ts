import { readUseCaseSummaries, type UseCaseSummaries } from '@leeway/engine/reports/read-use-case-summaries';
import { z } from 'zod';
import type { Call } from '../api/context.ts';

export const UseCaseListQuery = z.strictObject({});

export function listUseCases({ services }: Call): Promise<UseCaseSummaries> {
  return readUseCaseSummaries(services.pool);
}
