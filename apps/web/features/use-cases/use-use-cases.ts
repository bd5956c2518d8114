'use client';
import type { UseCaseList, UseCaseListQuery } from '@leeway/domain/use-case-list';
import { type Live, useLive } from '#lib/live/use-live.ts';
import { useTRPC } from '#lib/trpc/context.ts';

/** A page of the use cases with their last 5 minutes. */
export function useUseCases(asked: Partial<UseCaseListQuery>): Live<UseCaseList> {
  const trpc = useTRPC();
  return useLive<UseCaseList>({
    query: trpc.useCase.list.queryOptions(asked),
    watch: (events) => trpc.useCase.watchList.subscriptionOptions(asked, events),
  });
}
