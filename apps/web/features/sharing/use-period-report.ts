'use client';
import type { CapacityQuery, FairnessQuery } from '@leeway/domain/report-query';
import type { CapacityReport, FairnessReport, ReportPeriod } from '@leeway/domain/sharing-views';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useLivePause } from '#lib/live/live-pause.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { READ_AGAIN_MS } from './period.ts';

/** Keeps what is on screen while another period or page is read. */
function useReadingOf(period: ReportPeriod) {
  const { isPaused } = useLivePause();
  const refetchInterval = isPaused ? (false as const) : READ_AGAIN_MS[period];
  return { refetchInterval, placeholderData: keepPreviousData };
}

export function useCapacityReport(query: CapacityQuery): UseQueryResult<CapacityReport> {
  const trpc = useTRPC();
  const reading = useReadingOf(query.period);
  return useQuery({ ...trpc.sharing.capacity.queryOptions(query), ...reading } as object as Parameters<
    typeof useQuery<CapacityReport>
  >[0]);
}

export function useFairnessReport(query: FairnessQuery): UseQueryResult<FairnessReport> {
  const trpc = useTRPC();
  const reading = useReadingOf(query.period);
  return useQuery({ ...trpc.sharing.fairness.queryOptions(query), ...reading } as object as Parameters<
    typeof useQuery<FairnessReport>
  >[0]);
}
