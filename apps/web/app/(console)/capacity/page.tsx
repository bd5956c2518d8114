import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { askedFor } from '#features/sharing/report-params.ts';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { CapacityClient } from './client.tsx';
import { loadCapacitySearch } from './search-params.ts';

export const metadata: Metadata = { title: 'Capacity' };

export default async function CapacityPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const asked = askedFor(await loadCapacitySearch(searchParams));
  const trpc = await getServerTrpc();
  await getQueryClient().prefetchQuery(trpc.sharing.capacity.queryOptions(asked));
  return (
    <Hydrate>
      <CapacityClient />
    </Hydrate>
  );
}
