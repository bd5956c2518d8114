'use client';
import type { AuditChainView } from '@leeway/domain/audit-chain';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC } from '#lib/trpc/context.ts';

/** How often a look that is under way is asked about. */
const LOOKING_MS = 500;

/** Whether the log is as it was written, as far as the control plane has looked. */
export function useAuditChain(): UseQueryResult<AuditChainView> {
  const trpc = useTRPC();
  const { refetchInterval } = useReading();
  return useQuery({
    ...trpc.audit.chain.queryOptions({}),
    refetchInterval: ({ state }) => (refetchInterval !== false && state.data?.progress ? LOOKING_MS : refetchInterval),
  }) as UseQueryResult<AuditChainView>;
}

/** Has the whole log looked at now. */
export function useVerifyAuditChain() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation({
    ...trpc.audit.verify.mutationOptions(),
    onSuccess: (view) => queryClient.setQueryData(trpc.audit.chain.queryKey({}), view),
  });
}
