import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { KeysClient } from './client.tsx';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeysPage() {
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await Promise.all([
    queryClient.prefetchQuery(trpc.apiKey.list.queryOptions()),
    queryClient.prefetchQuery(trpc.team.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <KeysClient />
    </Hydrate>
  );
}
