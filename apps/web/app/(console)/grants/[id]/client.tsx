'use client';
import type { GrantDetail } from '@leeway/domain/capacity-views';
import { FileQuestion } from 'lucide-react';
import Link from 'next/link';
import { ButtonLink } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { NotReachable } from '#components/not-reachable.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { GrantList } from '#features/grants/grant-list.tsx';
import { GrantUsePanel } from '#features/grants/grant-use-panel.tsx';
import { useGrant } from '#features/grants/use-grants.ts';
import { WaitersPanel } from '#features/grants/waiters-panel.tsx';
import { useStoreNow } from '#lib/live/use-store-now.ts';
import { isPassing, problemOf } from '#lib/problem.ts';

export function GrantClient({ id }: { readonly id: string }) {
  const { data, error, refetch } = useGrant(id);
  if (data !== undefined) return <Grant detail={data} />;
  if (error === null) return <Skeleton className="h-96" label="Reading the burst" />;
  if (isPassing(problemOf(error))) return <NotReachable onRetry={() => void refetch()} />;
  return (
    <EmptyState icon={FileQuestion} title="No such burst" action={<ButtonLink href="/grants">All grants</ButtonLink>}>
      Its address is mistyped or cut: a burst that was granted is never removed.
    </EmptyState>
  );
}

function Grant({ detail }: { readonly detail: GrantDetail }) {
  const { grant, asOf } = detail;
  const now = useStoreNow({ asOf });
  return (
    <>
      <PageHeader
        title={<>Burst of {grant.useCase}</>}
        above={
          <Link
            href={`/use-cases/${encodeURIComponent(grant.useCase)}`}
            className="inline-flex min-h-6 items-center hover:text-text hover:underline max-sm:min-h-11"
          >
            {grant.useCase}
          </Link>
        }
        below={<>team {grant.team}</>}
      >
        <ButtonLink href="/grants">All grants</ButtonLink>
      </PageHeader>
      <div className="flex flex-col gap-4">
        <Panel title="The burst" hint="Who lifted which limits, until when, and why" flush>
          <GrantList label="The burst" grants={[grant]} now={now} isAlone />
        </Panel>
        <GrantUsePanel grant={grant} now={now} />
        <WaitersPanel detail={detail} />
      </div>
    </>
  );
}
