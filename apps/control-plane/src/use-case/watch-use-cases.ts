import { readUseCaseSummaries, type UseCaseSummaries } from '@leeway/engine/reports/read-use-case-summaries';
import type { Call } from '../api/context.ts';

/** The list at once, then as it changes. */
export function watchUseCases({ services }: Call, signal?: AbortSignal): AsyncGenerator<UseCaseSummaries> {
  return services.polls.watch({ key: 'use cases', read: () => readUseCaseSummaries(services.pool), signal });
}
