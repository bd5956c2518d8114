'use client';
import type { JobView } from '@leeway/domain/views';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#lib/trpc/context.ts';

const FAST_MS = 700;
const SLOW_MS = 3_000;

export function hasEnded(job: Pick<JobView, 'state'>): boolean {
  return job.state === 'done' || job.state === 'dead' || job.state === 'cancelled';
}

/** A job, asked for again until it has ended. */
export function useJob(id: string, { fast = false }: { readonly fast?: boolean } = {}) {
  const trpc = useTRPC();
  return useQuery(
    trpc.job.get.queryOptions(
      { id },
      {
        staleTime: 0,
        retry: false,
        refetchInterval: ({ state }) => {
          if (state.data === undefined && state.error !== null) return false;
          return state.data !== undefined && (hasEnded(state.data) || state.error !== null)
            ? false
            : fast
              ? FAST_MS
              : SLOW_MS;
        },
      },
    ),
  );
}
