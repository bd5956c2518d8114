'use client';
import type { UseCaseSummary } from '@leeway/domain/views';
import { type Live, useLive } from '#lib/live/use-live.ts';
import { useTRPC } from '#lib/trpc/context.ts';

export interface UseCaseSummaries {
  readonly asOf: number;
  readonly rows: readonly UseCaseSummary[];
}

/** Every use case with its last 5 minutes. */
export function useUseCases(): Live<UseCaseSummaries> {
  const trpc = useTRPC();
  return useLive<UseCaseSummaries>({
    query: trpc.useCase.list.queryOptions({}),
    watch: (events) => trpc.useCase.watchList.subscriptionOptions({}, events),
  });
}
