import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeader } from '#components/page-header.tsx';
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
        above={
          <Link href="/use-cases" className="inline-flex min-h-6 items-center hover:text-text hover:underline">
            Use cases
          </Link>
        }
        below="Name the function, say how late it may start, and send the first job: a few minutes in all."
      />
      <RegisterForm submitUrl={SUBMIT_URL} />
    </Hydrate>
  );
}
