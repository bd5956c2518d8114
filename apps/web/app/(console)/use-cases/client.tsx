'use client';
import { ListTree, Plus, SearchX } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { Button, ButtonLink } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { LiveChip } from '#components/live-chip.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { filterUseCases } from '#features/use-cases/filter-use-cases.ts';
import { summariesCsv } from '#features/use-cases/summaries-csv.ts';
import { UseCaseCards } from '#features/use-cases/use-case-cards.tsx';
import { UseCaseFilters } from '#features/use-cases/use-case-filters.tsx';
import { UseCaseTable } from '#features/use-cases/use-case-table.tsx';
import { useUseCaseTable } from '#features/use-cases/use-use-case-table.ts';
import { type UseCaseSummaries, useUseCases } from '#features/use-cases/use-use-cases.ts';
import { useCasesParams } from './search-params.ts';

export function UseCasesClient() {
  const useCases = useUseCases();
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
      {useCases.data !== undefined && <UseCaseList data={useCases.data} />}
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

function UseCaseList({ data }: { readonly data: UseCaseSummaries }) {
  const [url, setUrl] = useQueryStates(useCasesParams);
  const { search, team, criticality, state } = url;
  const rows = useMemo(
    () => filterUseCases(data.rows, { search, team, criticality, state }),
    [data.rows, search, team, criticality, state],
  );
  const table = useUseCaseTable(rows, url, setUrl);
  const clear = () => void setUrl({ search: null, team: null, criticality: null, state: null, page: null });
  if (data.rows.length === 0) return <NoneYet />;
  return (
    <>
      <UseCaseFilters
        rows={data.rows}
        url={url}
        onChange={(change) => void setUrl({ ...change, page: null })}
        shownCount={rows.length}
      >
        <DownloadCsv
          name="use-cases"
          read={() => ({
            asOf: data.asOf,
            columns: summariesCsv(data.asOf),
            rows: table.getSortedRowModel().rows.map(({ original }) => original),
          })}
        />
      </UseCaseFilters>
      {rows.length === 0 ? (
        <Panel>
          <EmptyState
            icon={SearchX}
            title="No use case matches"
            action={<Button onClick={clear}>Clear the filters</Button>}
          >
            {data.rows.length} are registered; none of them fits the search and the filters.
          </EmptyState>
        </Panel>
      ) : (
        <>
          <UseCaseTable table={table} />
          <UseCaseCards table={table} />
        </>
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
