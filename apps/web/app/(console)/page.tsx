import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { decideRange } from '#features/range/decide-range.ts';
import { TOP_USE_CASES } from '#features/use-cases/top-use-cases-query.ts';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { OverviewClient } from './client.tsx';
import { loadOverviewSearch } from './search-params.ts';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const range = decideRange(await loadOverviewSearch(searchParams));
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await Promise.all([
    queryClient.prefetchQuery(trpc.tier.overview.queryOptions(range)),
    queryClient.prefetchQuery(trpc.useCase.list.queryOptions(TOP_USE_CASES)),
    queryClient.prefetchQuery(trpc.alert.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <OverviewClient />
    </Hydrate>
  );
}
