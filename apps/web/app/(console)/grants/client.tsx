'use client';
import type { GrantState } from '@leeway/domain/burst-grant';
import type { GrantList as Grants } from '@leeway/domain/capacity-views';
import { Zap } from 'lucide-react';
import { ButtonLink } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { GrantList } from '#features/grants/grant-list.tsx';
import { GRANTS_CSV } from '#features/grants/grants-csv.ts';
import { useAllGrants, useGrantHistory } from '#features/grants/use-grants.ts';
import { useStoreNow } from '#lib/live/use-store-now.ts';

interface Group {
  readonly title: string;
  readonly hint: string;
  readonly states: readonly GrantState[];
  readonly none: string;
}

const GROUPS: readonly Group[] = [
  { title: 'In force', hint: 'Limits that are lifted now', states: ['active'], none: 'No burst is in force.' },
  { title: 'Planned', hint: 'Announced ahead, the next one first', states: ['planned'], none: 'No burst is planned.' },
  { title: 'Recent', hint: 'The latest that ended', states: ['ended', 'stopped'], none: 'None has ended yet.' },
];

export function GrantsClient() {
  const { data, error, refetch } = useAllGrants();
  const readHistory = useGrantHistory();
  return (
    <>
      <PageHeader
        title="Grants"
        below="Bursts of every use case: limits lifted for a time, by whom and why. Each ends by itself."
      >
        {data !== undefined && data.grants.length > 0 && (
          <DownloadCsv
            name="grants"
            read={async () => ({ asOf: data.asOf, columns: GRANTS_CSV, rows: await readHistory() })}
          />
        )}
      </PageHeader>
      {data === undefined && !error && <Skeleton className="h-72" label="Reading the grants" />}
      {data === undefined && error && (
        <Panel>
          <ReadProblem error={error} onRetry={() => void refetch()} />
        </Panel>
      )}
      {data !== undefined && data.grants.length === 0 && <NoneYet />}
      {data !== undefined && data.grants.length > 0 && <Groups list={data} />}
    </>
  );
}

function Groups({ list: { asOf, grants } }: { readonly list: Grants }) {
  const now = useStoreNow({ asOf });
  return (
    <div className="flex flex-col gap-4">
      {GROUPS.map(({ title, hint, states, none }) => {
        const shown = grants.filter(({ state }) => states.includes(state));
        return (
          <Panel key={title} title={title} hint={hint} flush>
            {shown.length === 0 ? (
              <p className="border-t border-line px-4 py-3 text-sm text-muted">{none}</p>
            ) : (
              <GrantList label={title} grants={shown} now={now} hasUseCase />
            )}
          </Panel>
        );
      })}
    </div>
  );
}

function NoneYet() {
  return (
    <Panel>
      <EmptyState icon={Zap} title="No burst yet" action={<ButtonLink href="/use-cases">To the use cases</ButtonLink>}>
        A burst lifts the limits of a use case for a time, in an incident or for a major event. It is granted on the
        page of the use case.
      </EmptyState>
    </Panel>
  );
}
