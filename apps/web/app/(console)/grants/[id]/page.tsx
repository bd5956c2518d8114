import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { GrantClient } from './client.tsx';

export const metadata: Metadata = { title: 'Burst' };

export default async function GrantPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const trpc = await getServerTrpc();
  await getQueryClient().prefetchQuery(trpc.grant.get.queryOptions({ id }));
  return (
    <Hydrate>
      <GrantClient id={id} />
    </Hydrate>
  );
}
