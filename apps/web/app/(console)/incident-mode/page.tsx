import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { IncidentModeClient } from './client.tsx';

export const metadata: Metadata = { title: 'Incident mode' };

export default async function IncidentModePage() {
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await queryClient.prefetchQuery(trpc.incidentMode.list.queryOptions({}));
  return (
    <Hydrate>
      <IncidentModeClient />
    </Hydrate>
  );
}
