'use client';
import type { IncidentModeList } from '@leeway/domain/capacity-views';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC } from '#lib/trpc/context.ts';

export function useIncidentModes(): UseQueryResult<IncidentModeList> {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.incidentMode.list.queryOptions({}),
    ...useReading(),
  }) as UseQueryResult<IncidentModeList>;
}

/** To call after a change. */
export function useIncidentModesChanged() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.incidentMode.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() }),
    ]);
  };
}
