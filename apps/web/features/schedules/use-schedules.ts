'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLivePause } from '#lib/live/live-pause.tsx';
import { useTRPC } from '#lib/trpc/context.ts';

const READ_EVERY_MS = 2_000;

/** What is read again and again while the page is seen, unless its reader has paused it. */
function useReading() {
  const { isPaused } = useLivePause();
  return { refetchInterval: isPaused ? (false as const) : READ_EVERY_MS };
}

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
