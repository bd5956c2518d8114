'use client';
import { keepPreviousData, type QueryKey, type UseQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useState } from 'react';
import { readClock, useNow } from '../clock.ts';
import { AgeGauge, decideLiveState, type LiveState } from './decide-live-state.ts';
import { useLivePause, usePageVisible } from './live-pause.tsx';

const RETRY_AFTER_MS = 2_000;

export interface Live<T> {
  readonly data: T | undefined;
  /** What is shown is not yet what was asked for. */
  readonly isReading: boolean;
  readonly state: LiveState;
  readonly asOf: number | null;
  readonly error: unknown;
  readonly retry: () => void;
}

interface WatchEvents<T> {
  readonly enabled: boolean;
  readonly onData: (value: T) => void;
  readonly onError: () => void;
}

type WatchOptions = Parameters<typeof useSubscription<unknown, unknown>>[0];

interface LiveOptions<T> {
  /** Reads the value once; `queryOptions` of a procedure. */
  readonly query: { readonly queryKey: QueryKey };
  /** Keeps it fresh: `subscriptionOptions` of the matching procedure. */
  readonly watch: (events: WatchEvents<T>) => unknown;
  /** The reader looks at a fixed stretch of time, which needs no stream. */
  readonly isPinned?: boolean;
}

/** A value that a query reads and a subscription keeps fresh, with what the page may say about its age. */
export function useLive<T extends { readonly asOf: number }>({
  query,
  watch,
  isPinned = false,
}: LiveOptions<T>): Live<T> {
  const queryClient = useQueryClient();
  const { isPaused } = useLivePause();
  const isVisible = usePageVisible();
  const now = useNow();
  const [gauge] = useState(() => new AgeGauge());
  const [hasFailed, setFailed] = useState(false);

  const first = useQuery({
    ...query,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  } as UseQueryOptions<T>);
  const isWatching = !isPaused && !isPinned && isVisible;
  const subscription = useSubscription(
    watch({
      enabled: isWatching,
      onData: (value) => {
        gauge.observe(value.asOf, readClock());
        queryClient.setQueryData(query.queryKey, value);
        setFailed(false);
      },
      onError: () => setFailed(true),
    }) as WatchOptions,
  );
  // The control plane ends a stream after some minutes, so that a session that has ended does not go on reading.
  const hasEnded = subscription.status === 'error' || (isWatching && subscription.status === 'idle');
  useRetry(hasEnded, subscription.reset);

  const asOf = first.data?.asOf ?? null;
  const isBroken = hasFailed || Boolean(subscription.error) || (first.isError && first.data === undefined);
  const state = decideLiveState({
    ageMs: asOf === null || now === null ? null : gauge.ageMs(asOf, now),
    connection: isBroken ? 'failed' : subscription.status === 'pending' ? 'open' : 'connecting',
    isPaused,
    isPinned,
  });
  return {
    data: first.data,
    isReading: first.isPlaceholderData,
    state,
    asOf,
    error: first.error,
    retry: () => void first.refetch(),
  };
}

function useRetry(hasEnded: boolean, reset: () => void): void {
  useEffect(() => {
    if (!hasEnded) return;
    const timer = setTimeout(reset, RETRY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [hasEnded, reset]);
}
