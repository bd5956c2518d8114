'use client';
import type { UseCaseReport } from '@leeway/domain/views';
import type { RangeInput } from '#features/range/decide-range.ts';
import { type Live, useLive } from '#lib/live/use-live.ts';
import { useTRPC } from '#lib/trpc/context.ts';

export function useReport(name: string, range: RangeInput): Live<UseCaseReport> {
  const trpc = useTRPC();
  const input = { name, ...range };
  return useLive<UseCaseReport>({
    query: trpc.useCase.report.queryOptions(input),
    watch: (events) => trpc.useCase.watchReport.subscriptionOptions(input, events),
    isPinned: range.toAt !== undefined,
  });
}
