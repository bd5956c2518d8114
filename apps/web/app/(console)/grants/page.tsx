import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { GrantsClient } from './client.tsx';

export const metadata: Metadata = { title: 'Grants' };

export default async function GrantsPage() {
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await queryClient.prefetchQuery(trpc.grant.listAll.queryOptions({}));
  return (
    <Hydrate>
      <GrantsClient />
    </Hydrate>
  );
}
