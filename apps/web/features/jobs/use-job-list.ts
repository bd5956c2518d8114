'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useLivePause } from '#lib/live/live-pause.tsx';
import { useTRPC, useTRPCClient } from '#lib/trpc/context.ts';
import type { JobList } from './job-lists.ts';

const REFRESH_MS = 3_000;

/** A use case's jobs, page after page; the first page is read again every few seconds while it is the only one. */
export function useJobList(useCase: string, list: JobList) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { isPaused } = useLivePause();
  const input = { useCase, state: list };
  const query = useInfiniteQuery({
    queryKey: trpc.job.list.infiniteQueryKey(input),
    queryFn: ({ pageParam, signal }) => client.job.list.query({ ...input, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Further pages stay as they were read, so that no row jumps under the reader.
    refetchInterval: ({ state }) => (isPaused || (state.data?.pages.length ?? 0) > 1 ? false : REFRESH_MS),
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.rows),
    error: query.error,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => void query.fetchNextPage(),
    readAgain: () => void query.refetch(),
  };
}
