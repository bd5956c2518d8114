import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { WaitingClient } from './client.tsx';

export const metadata: Metadata = { title: 'Waiting' };

export default async function WaitingPage() {
  const trpc = await getServerTrpc();
  await getQueryClient().prefetchQuery(trpc.sharing.waiting.queryOptions({}));
  return (
    <Hydrate>
      <WaitingClient />
    </Hydrate>
  );
}
