'use client';
import type { GrantDetail, GrantList, GrantView, ListedGrant, UseCaseGrants } from '@leeway/domain/capacity-views';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { readPages } from '#features/csv/read-pages.ts';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC, useTRPCClient } from '#lib/trpc/context.ts';

export function useGrants(useCase: string): UseQueryResult<UseCaseGrants> {
  const trpc = useTRPC();
  return useQuery({ ...trpc.grant.list.queryOptions({ useCase }), ...useReading() }) as UseQueryResult<UseCaseGrants>;
}

export function useGrant(id: string): UseQueryResult<GrantDetail> {
  const trpc = useTRPC();
  return useQuery({ ...trpc.grant.get.queryOptions({ id }), ...useReading() }) as UseQueryResult<GrantDetail>;
}

/** The grants alone: whoever draws charts of them is asked to only when one changes. */
export function useGrantRows(useCase: string): readonly GrantView[] | undefined {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.grant.list.queryOptions({ useCase }, { select: ({ grants }) => grants }),
    ...useReading(),
  });
  return data;
}

export function useAllGrants(): UseQueryResult<GrantList> {
  const trpc = useTRPC();
  return useQuery({ ...trpc.grant.listAll.queryOptions({}), ...useReading() }) as UseQueryResult<GrantList>;
}

/** Reads every grant there ever was, page after page, the latest start first. */
export function useGrantHistory() {
  const client = useTRPCClient();
  return () => readPages<ListedGrant>((cursor) => client.grant.history.query({ cursor }));
}

/** To call after a change: reads the lists again, and the log. */
export function useGrantsChanged() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.grant.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() }),
    ]);
  };
}
