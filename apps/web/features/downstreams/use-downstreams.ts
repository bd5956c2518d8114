'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC } from '#lib/trpc/context.ts';

export function useDownstreams() {
  const trpc = useTRPC();
  return useQuery({ ...trpc.downstream.list.queryOptions({}), ...useReading() });
}

/** To call after a change. */
export function useDownstreamsChanged() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.downstream.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() }),
    ]);
  };
}
