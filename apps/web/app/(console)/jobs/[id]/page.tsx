import type { Metadata } from 'next';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';
import { JobClient } from './client.tsx';

export const metadata: Metadata = { title: 'Job' };

export default async function JobPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const trpc = await getServerTrpc();
  await getQueryClient().prefetchQuery(trpc.job.get.queryOptions({ id }));
  return (
    <Hydrate>
      <JobClient id={id} />
    </Hydrate>
  );
}
