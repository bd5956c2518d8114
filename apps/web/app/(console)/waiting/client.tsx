'use client';
import { REPORT_PAGE_ROWS } from '@leeway/domain/report-query';
import type { WaitingList } from '@leeway/domain/sharing-views';
import { pageOf } from '@leeway/domain/sort-rows';
import { CircleCheck, CircleHelp, SearchX } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { Button, ButtonLink } from '#components/button.tsx';
import { DataTable } from '#components/data-table.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { LiveChip } from '#components/live-chip.tsx';
import { Notice } from '#components/notice.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { filterWaiting } from '#features/waiting/filter-waiting.ts';
import { orderWaiting } from '#features/waiting/order-waiting.ts';
import { RemoteWaitingPanel } from '#features/waiting/remote-waiting.tsx';
import { useWaiting } from '#features/waiting/use-waiting.ts';
import { waitingColumns } from '#features/waiting/waiting-columns.tsx';
import { waitingCsv } from '#features/waiting/waiting-csv.ts';
import { WaitingFilters } from '#features/waiting/waiting-filters.tsx';
import { describeSilence } from '#features/waits/describe-wait.ts';
import { waitingParams } from './search-params.ts';

export function WaitingClient() {
  const waiting = useWaiting();
  return (
    <>
      <PageHeader
        title="Waiting"
        below="Use cases of the shared pool whose next job is due and has not started, each with the gate that is closed to it."
      >
        <LiveChip state={waiting.state} asOf={waiting.asOf} />
      </PageHeader>
      {waiting.data !== undefined && <Waiting list={waiting.data} />}
      {waiting.data !== undefined && <Remote list={waiting.data} />}
      {waiting.data === undefined && Boolean(waiting.error) && (
        <Panel>
          <ReadProblem error={waiting.error} onRetry={waiting.retry} />
        </Panel>
      )}
      {waiting.data === undefined && !waiting.error && <Skeleton className="h-96" label="Reading who waits" />}
    </>
  );
}

function Waiting({ list }: { readonly list: WaitingList }) {
  const [url, setUrl] = useQueryStates(waitingParams);
  const { team, gate } = url;
  const rows = orderWaiting(filterWaiting(list.rows, { team, gate }), url, list.asOf);
  const columns = waitingColumns(list.asOf);
  const isNarrowed = team !== null || gate !== null;
  if (list.rows.length === 0 && !isNarrowed) return <Nobody list={list} />;
  return (
    <>
      <WaitingFilters
        rows={list.rows}
        url={url}
        onChange={(change) => void setUrl({ ...change, page: null })}
        shownCount={rows.length}
      >
        <DownloadCsv name="waiting" read={() => ({ asOf: list.asOf, columns: waitingCsv(list.asOf), rows })} />
      </WaitingFilters>
      {list.isCut && (
        <div className="mb-3">
          <Notice tone="note">Each engine names the 300 that wait longest. There are more.</Notice>
        </div>
      )}
      {rows.length === 0 ? (
        <Panel>
          <EmptyState
            icon={SearchX}
            title="Nothing that waits matches"
            action={<Button onClick={() => void setUrl({ team: null, gate: null })}>Clear the filters</Button>}
          >
            {describeSilence(list) ?? `${list.rows.length} wait now; none of them fits the filters.`}
          </EmptyState>
        </Panel>
      ) : (
        <DataTable
          label="Waiting use cases"
          noun="use case"
          shown={pageOf(rows, url.page, REPORT_PAGE_ROWS)}
          rowKey={(row) => row.name}
          columns={columns}
          order={url}
          onOrder={(change) => void setUrl(change)}
        />
      )}
    </>
  );
}

/** They pass no gate, so a filter by gate leaves none of them. */
function Remote({ list: { remote, remoteCount } }: { readonly list: WaitingList }) {
  const [{ team, gate }] = useQueryStates(waitingParams);
  const rows = remote.filter((row) => gate === null && (team === null || row.team === team));
  if (rows.length === 0) return null;
  return (
    <div className="mt-4">
      <RemoteWaitingPanel rows={rows} cutFrom={remoteCount > remote.length ? remoteCount : null} />
    </div>
  );
}

function Nobody({ list }: { readonly list: WaitingList }) {
  const silence = describeSilence(list);
  return (
    <Panel>
      {silence === null ? (
        <EmptyState
          icon={CircleCheck}
          title={list.remoteCount === 0 ? 'Nothing waits' : 'Nothing of the shared pool waits'}
          action={<ButtonLink href="/use-cases">All use cases</ButtonLink>}
        >
          No job that is due has waited for more than half a second. Jobs that are not due yet are counted as delayed.
        </EmptyState>
      ) : (
        <EmptyState
          icon={CircleHelp}
          title="Nobody can tell who waits"
          action={<ButtonLink href="/">Look at the engines</ButtonLink>}
        >
          {silence}. What was accepted is kept, and starts when an engine runs again; until then nothing is accepted.
        </EmptyState>
      )}
    </Panel>
  );
}
