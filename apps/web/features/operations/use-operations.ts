'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLivePause } from '#lib/live/live-pause.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { isOpen } from './describe-operation.ts';

const OPEN_MS = 1_000;
const QUIET_MS = 5_000;

/** The latest bulk changes of a use case, read again quickly while one is under way. */
export function useOperations(useCase: string) {
  const trpc = useTRPC();
  const { isPaused } = useLivePause();
  return useQuery({
    ...trpc.operation.list.queryOptions({ name: useCase }),
    refetchInterval: ({ state }) => (isPaused ? false : state.data?.some(isOpen) ? OPEN_MS : QUIET_MS),
  });
}

/** To call after a change: reads the lists again, and the log. */
export function useOperationsChanged() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.operation.list.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.job.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() }),
    ]);
  };
}
