import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { DownstreamsClient } from './client.tsx';

export const metadata: Metadata = { title: 'Downstreams' };

export default async function DownstreamsPage() {
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await Promise.all([
    queryClient.prefetchQuery(trpc.downstream.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.team.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <DownstreamsClient />
    </Hydrate>
  );
}
