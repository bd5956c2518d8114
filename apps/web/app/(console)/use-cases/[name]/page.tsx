import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { SUBMIT_URL } from '#env';
import { decideRange } from '#features/range/decide-range.ts';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { UseCaseClient } from './client.tsx';
import { loadUseCaseSearch } from './search-params.ts';

interface UseCasePageProps {
  readonly params: Promise<{ readonly name: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: UseCasePageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function UseCasePage({ params, searchParams }: UseCasePageProps) {
  const name = decodeURIComponent((await params).name);
  const range = decideRange(await loadUseCaseSearch(searchParams));
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await Promise.all([
    queryClient.prefetchQuery(trpc.useCase.get.queryOptions({ name })),
    queryClient.prefetchQuery(trpc.grant.list.queryOptions({ useCase: name })),
    queryClient.prefetchQuery(trpc.useCase.wait.queryOptions({ name })),
    queryClient.prefetchQuery(trpc.useCase.report.queryOptions({ name, ...range })),
  ]);
  return (
    <Hydrate>
      <UseCaseClient name={name} submitUrl={SUBMIT_URL} />
    </Hydrate>
  );
}
