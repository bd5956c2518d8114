'use client';
import type { WaitingList } from '@leeway/domain/sharing-views';
import { type Live, useLive } from '#lib/live/use-live.ts';
import { useTRPC } from '#lib/trpc/context.ts';

/** Every use case that waits now. */
export function useWaiting(): Live<WaitingList> {
  const trpc = useTRPC();
  return useLive<WaitingList>({
    query: trpc.sharing.waiting.queryOptions({}),
    watch: (events) => trpc.sharing.watchWaiting.subscriptionOptions({}, events),
  });
}
