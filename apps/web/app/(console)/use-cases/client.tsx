'use client';
import type { UseCaseList } from '@leeway/domain/use-case-list';
import { ListTree, Plus, SearchX } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { Button, ButtonLink } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { LiveChip } from '#components/live-chip.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Pager } from '#components/pager.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { askedFor } from '#features/sharing/report-params.ts';
import { summariesCsv } from '#features/use-cases/summaries-csv.ts';
import { UseCaseCards } from '#features/use-cases/use-case-cards.tsx';
import { UseCaseFilters } from '#features/use-cases/use-case-filters.tsx';
import { UseCaseTable } from '#features/use-cases/use-case-table.tsx';
import { useUseCases } from '#features/use-cases/use-use-cases.ts';
import { cx } from '#lib/class-names.ts';
import { formatWhole } from '#lib/format/number.ts';
import { useTRPCClient } from '#lib/trpc/context.ts';
import { useCasesParams } from './search-params.ts';

export function UseCasesClient() {
  const [url] = useQueryStates(useCasesParams);
  const useCases = useUseCases(askedFor(url));
  return (
    <>
      <PageHeader
        title="Use cases"
        below="What each team runs here, and how late it may start. Figures are of the last 5 minutes."
      >
        <LiveChip state={useCases.state} asOf={useCases.asOf} />
        <ButtonLink href="/use-cases/new" tone="primary">
          <Plus aria-hidden="true" />
          Register a use case
        </ButtonLink>
      </PageHeader>
      {useCases.data !== undefined && <UseCases list={useCases.data} isReading={useCases.isReading} />}
      {useCases.data === undefined && Boolean(useCases.error) && (
        <Panel>
          <ReadProblem error={useCases.error} onRetry={useCases.retry} />
        </Panel>
      )}
      {useCases.data === undefined && !useCases.error && (
        <Skeleton className="h-[34rem]" label="Reading the use cases" />
      )}
    </>
  );
}

interface UseCasesProps {
  readonly list: UseCaseList;
  readonly isReading: boolean;
}

function UseCases({ list, isReading }: UseCasesProps) {
  const [url, setUrl] = useQueryStates(useCasesParams);
  const client = useTRPCClient();
  const clear = () => void setUrl({ search: null, team: null, criticality: null, state: null, page: null });
  const saveAll = async () => {
    const { asOf, rows } = await client.useCase.save.query(askedFor(url));
    return { asOf, columns: summariesCsv(asOf), rows };
  };
  if (list.totalCount === 0) return <NoneYet />;
  return (
    <>
      <UseCaseFilters list={list} url={url} onChange={(change) => void setUrl({ ...change, page: null })}>
        <DownloadCsv name="use-cases" read={saveAll} />
      </UseCaseFilters>
      {list.rowCount === 0 ? (
        <Panel>
          <EmptyState
            icon={SearchX}
            title="No use case matches"
            action={<Button onClick={clear}>Clear the filters</Button>}
          >
            {formatWhole(list.totalCount)} are registered; none of them fits the search and the filters.
          </EmptyState>
        </Panel>
      ) : (
        <div
          aria-busy={isReading}
          className={cx(
            'overflow-hidden rounded-lg lg:border lg:border-line lg:bg-surface lg:shadow-(--shadow-raised)',
            isReading && 'opacity-60',
          )}
        >
          <UseCaseTable rows={list.rows} order={url} onOrder={(change) => void setUrl(change)} />
          <UseCaseCards rows={list.rows} />
          <Pager shown={list} noun="use case" onPage={(page) => void setUrl({ page })} />
        </div>
      )}
    </>
  );
}

function NoneYet() {
  return (
    <Panel>
      <EmptyState
        icon={ListTree}
        title="No use case yet"
        action={
          <ButtonLink href="/use-cases/new" tone="primary">
            <Plus aria-hidden="true" />
            Register the first one
          </ButtonLink>
        }
      >
        A use case names the function to run, the team that owns it, and how late its jobs may start. Jobs are submitted
        to it.
      </EmptyState>
    </Panel>
  );
}
