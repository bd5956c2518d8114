import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { askedFor } from '#features/sharing/report-params.ts';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { FairnessClient } from './client.tsx';
import { loadFairnessSearch } from './search-params.ts';

export const metadata: Metadata = { title: 'Fairness' };

export default async function FairnessPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const asked = askedFor(await loadFairnessSearch(searchParams));
  const trpc = await getServerTrpc();
  await getQueryClient().prefetchQuery(trpc.sharing.fairness.queryOptions(asked));
  return (
    <Hydrate>
      <FairnessClient />
    </Hydrate>
  );
}
