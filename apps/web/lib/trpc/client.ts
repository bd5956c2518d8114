import type { AppRouter } from '@leeway/control-plane/router';
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import superjson from 'superjson';

const url = '/api/trpc';

/** The browser's client: calls are batched, subscriptions are server-sent events. */
export function createBrowserClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url, transformer: superjson }),
        // The header cannot be sent from another origin without a preflight, which the control plane refuses.
        false: httpBatchLink({ url, transformer: superjson, maxItems: 20, headers: { 'x-leeway': '1' } }),
      }),
    ],
  });
}
