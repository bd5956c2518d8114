'use client';
import { LIMITS } from '@leeway/domain/limits';
import type { AuditEntryView } from '@leeway/domain/views';
import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '#features/csv/read-pages.ts';
import { useTRPC, useTRPCClient } from '#lib/trpc/context.ts';
import type { ChangedKind } from './changed-kinds.ts';

/** Whose changes: a use case with its parts, or everything of one kind; neither: everything. */
export interface ChangesOf {
  readonly useCase?: string;
  readonly objectType?: ChangedKind;
}

/** What people changed about it, newest first, page after page. */
export function useChanges(input: ChangesOf) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    queryKey: trpc.audit.list.infiniteQueryKey(input),
    queryFn: ({ pageParam, signal }) => client.audit.list.query({ ...input, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  return {
    entries: query.data?.pages.flatMap((page) => page.rows),
    error: query.error,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => void query.fetchNextPage(),
    readAgain: () => void query.refetch(),
  };
}

/** Reads them all. */
export function useEveryChange(input: ChangesOf) {
  const client = useTRPCClient();
  return () =>
    readPages<AuditEntryView>((cursor) => client.audit.list.query({ ...input, cursor, rowCount: LIMITS.pageRows }));
}
