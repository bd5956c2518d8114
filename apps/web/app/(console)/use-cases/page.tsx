import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { UseCasesClient } from './client.tsx';

export const metadata: Metadata = { title: 'Use cases' };

export default async function UseCasesPage() {
  const trpc = await getServerTrpc();
  await getQueryClient().prefetchQuery(trpc.useCase.list.queryOptions({}));
  return (
    <Hydrate>
      <UseCasesClient />
    </Hydrate>
  );
}
