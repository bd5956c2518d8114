'use client';
import type { TierOverview } from '@leeway/domain/views';
import type { RangeInput } from '#features/range/decide-range.ts';
import { type Live, useLive } from '#lib/live/use-live.ts';
import { useTRPC } from '#lib/trpc/context.ts';

export function useOverview(input: RangeInput): Live<TierOverview> {
  const trpc = useTRPC();
  return useLive<TierOverview>({
    query: trpc.tier.overview.queryOptions(input),
    watch: (events) => trpc.tier.watch.subscriptionOptions(input, events),
    isPinned: input.toAt !== undefined,
  });
}
