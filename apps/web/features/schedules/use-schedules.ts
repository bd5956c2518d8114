'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC } from '#lib/trpc/context.ts';

export function useSchedules(useCase: string) {
  const trpc = useTRPC();
  return useQuery({ ...trpc.schedule.list.queryOptions({ useCase }), ...useReading() });
}

export function useFires(id: string) {
  const trpc = useTRPC();
  return useQuery({ ...trpc.schedule.fires.queryOptions({ id }), ...useReading() });
}

/** To call after a change: reads the lists again, and the log. */
export function useSchedulesChanged() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.schedule.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() }),
    ]);
  };
}
