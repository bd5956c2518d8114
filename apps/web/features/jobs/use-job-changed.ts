'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#lib/trpc/context.ts';

/** To call after a change, or a refusal: what is shown of the jobs may be old. */
export function useJobChanged() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.job.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() }),
    ]);
  };
}
