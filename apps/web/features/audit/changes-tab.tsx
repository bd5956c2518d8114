'use client';
import type { AuditEntryView } from '@leeway/domain/views';
import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { NotReachable } from '#components/not-reachable.tsx';
import { Panel } from '#components/panel.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { Time } from '#components/time.tsx';
import { DifferenceList } from '#features/use-case-form/difference-list.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { actionText, differencesOf } from './describe-entry.ts';

export function ChangesTab({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { objectType: 'useCase', objectName: name },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const entries = query.data?.pages.flatMap((page) => page.rows);
  return (
    <Panel title="Changes" hint="Who changed what, and why; entries can never be altered" flush>
      {entries === undefined && !query.error && <Skeleton className="mx-4 mb-3 h-48" label="Reading the changes" />}
      {entries === undefined && query.error && <NotReachable onRetry={() => void query.refetch()} />}
      {entries?.length === 0 && (
        <EmptyState icon={History} title="No change on record">
          Registrations and changes made by people are listed here.
        </EmptyState>
      )}
      {entries !== undefined && entries.length > 0 && (
        <ol className="divide-y divide-line border-t border-line">
          {entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <div className="border-t border-line px-4 py-3 text-center">
          <Button size="sm" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Entry({ entry }: { readonly entry: AuditEntryView }) {
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div>
        <p className="font-medium">{entry.actor}</p>
        <p className="text-sm text-muted">
          {actionText(entry.action)}, <Time at={entry.at} />
        </p>
        {entry.reason !== '' && <p className="mt-1 text-sm break-words">“{entry.reason}”</p>}
      </div>
      <DifferenceList differences={differencesOf(entry)} empty="No field changed" />
    </li>
  );
}
