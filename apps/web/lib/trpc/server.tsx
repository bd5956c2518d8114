import type { AppRouter } from '@leeway/control-plane/router';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache, type ReactNode } from 'react';
import superjson from 'superjson';
import { API_URL } from '#env';
import { createQueryClient } from './query-client.ts';

/** How long a page waits for its first data before it is sent without them. */
const PREFETCH_LIMIT_MS = 3_000;

export const getQueryClient = cache(() => createQueryClient());

const getClient = cache(async () => {
  const incoming = await headers();
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: new URL('/api/trpc', API_URL),
        transformer: superjson,
        headers: { cookie: incoming.get('cookie') ?? '' },
        fetch: (input, init) =>
          fetch(input, { ...init, cache: 'no-store', signal: AbortSignal.timeout(PREFETCH_LIMIT_MS) } as RequestInit),
      }),
    ],
  });
});

/** The same procedures as in the browser, called from a page with its visitor's cookie. */
export const getServerTrpc = cache(async () =>
  createTRPCOptionsProxy<AppRouter>({ client: await getClient(), queryClient: getQueryClient() }),
);

export const getServerClient = getClient;

/** Hands what the page has prefetched to its client components. */
export function Hydrate({ children }: { readonly children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}
