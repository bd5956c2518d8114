import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { EditClient } from './client.tsx';

interface EditPageProps {
  readonly params: Promise<{ readonly name: string }>;
}

export async function generateMetadata({ params }: EditPageProps): Promise<Metadata> {
  return { title: `Edit ${decodeURIComponent((await params).name)}` };
}

export default async function EditPage({ params }: EditPageProps) {
  const name = decodeURIComponent((await params).name);
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await Promise.all([
    queryClient.prefetchQuery(trpc.useCase.get.queryOptions({ name })),
    queryClient.prefetchQuery(trpc.handler.list.queryOptions()),
    queryClient.prefetchQuery(trpc.downstream.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <EditClient name={name} />
    </Hydrate>
  );
}
