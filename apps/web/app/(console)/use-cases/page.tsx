import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { askedFor } from '#features/sharing/report-params.ts';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { UseCasesClient } from './client.tsx';
import { loadUseCasesSearch } from './search-params.ts';

export const metadata: Metadata = { title: 'Use cases' };

export default async function UseCasesPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const asked = askedFor(await loadUseCasesSearch(searchParams));
  const trpc = await getServerTrpc();
  await getQueryClient().prefetchQuery(trpc.useCase.list.queryOptions(asked));
  return (
    <Hydrate>
      <UseCasesClient />
    </Hydrate>
  );
}
