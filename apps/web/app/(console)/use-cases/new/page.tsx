import type { Metadata } from 'next';
import { PageHeader } from '#components/page-header.tsx';
import { UpLink } from '#components/up-link.tsx';
import { SUBMIT_URL } from '#env';
import { RegisterForm } from '#features/use-case-form/register-form.tsx';
import { getQueryClient, getServerTrpc, Hydrate } from '#lib/trpc/server.tsx';

export const metadata: Metadata = { title: 'Register a use case' };

export default async function NewUseCasePage() {
  const [trpc, queryClient] = [await getServerTrpc(), getQueryClient()];
  await Promise.all([
    queryClient.prefetchQuery(trpc.team.list.queryOptions()),
    queryClient.prefetchQuery(trpc.handler.list.queryOptions()),
    queryClient.prefetchQuery(trpc.downstream.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <PageHeader
        title="Register a use case"
        above={<UpLink href="/use-cases">Use cases</UpLink>}
        below="Name the function, say how late it may start, and send the first job: a few minutes in all."
      />
      <RegisterForm submitUrl={SUBMIT_URL} />
    </Hydrate>
  );
}
