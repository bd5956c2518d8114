import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { AlertsClient } from './client.tsx';

export const metadata: Metadata = { title: 'Alerts' };

export default async function AlertsPage() {
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await Promise.all([
    queryClient.prefetchQuery(trpc.alert.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.webhook.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.team.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <AlertsClient />
    </Hydrate>
  );
}
