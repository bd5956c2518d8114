'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#lib/trpc/context.ts';

/** To call after a change. */
export function useWebhooksChanged() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.webhook.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() }),
    ]);
  };
}
