'use client';
import type { CapacityReport } from '@leeway/domain/sharing-views';
import { ChartPie } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { ButtonLink } from '#components/button.tsx';
import { DataTable } from '#components/data-table.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { Segmented } from '#components/segmented.tsx';
import { CAPACITY_COLUMNS } from '#features/capacity/capacity-columns.tsx';
import { capacityCsv } from '#features/capacity/capacity-csv.ts';
import { CAPACITY_COLUMN_TEXT, prepareCapacityTiles } from '#features/capacity/capacity-tiles.ts';
import { PoolCharts } from '#features/capacity/pool-charts.tsx';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { NoneFits } from '#features/sharing/none-fits.tsx';
import { isNarrowed, ReportFilters } from '#features/sharing/report-filters.tsx';
import { ReportFrame } from '#features/sharing/report-frame.tsx';
import { ReportGrants } from '#features/sharing/report-grants.tsx';
import { askedFor } from '#features/sharing/report-params.ts';
import { useCapacityReport } from '#features/sharing/use-period-report.ts';
import { Definitions } from '#features/tier/definitions.tsx';
import { Tiles } from '#features/tier/tiles.tsx';
import { useTRPCClient } from '#lib/trpc/context.ts';
import { capacityParams } from './search-params.ts';

const GROUPS = [
  { value: 'useCase', label: 'By use case' },
  { value: 'team', label: 'By team' },
] as const;

export function CapacityClient() {
  const [url, setUrl] = useQueryStates(capacityParams);
  return (
    <ReportFrame
      title="Capacity"
      below="What the shared pool could give, what was used of it and by whom."
      period={url.period}
      onPeriod={(next) => void setUrl({ period: next, page: null })}
      report={useCapacityReport(askedFor(url))}
    >
      {(report, isReading) => <Report report={report} isReading={isReading} />}
    </ReportFrame>
  );
}

interface ReportProps {
  readonly report: CapacityReport;
  readonly isReading: boolean;
}

function Report({ report, isReading }: ReportProps) {
  const tiles = prepareCapacityTiles(report.totals);
  return (
    <>
      <Tiles tiles={tiles} />
      <PoolCharts report={report} />
      <Uses report={report} isReading={isReading} />
      <ReportGrants grants={report.grants} />
      <Definitions tiles={[...tiles, ...CAPACITY_COLUMN_TEXT]} />
    </>
  );
}

function Uses({ report, isReading }: ReportProps) {
  const [url, setUrl] = useQueryStates(capacityParams);
  const client = useTRPCClient();
  const { uses } = report;
  if (report.totals.busyCount === 0)
    return (
      <Panel>
        <EmptyState
          icon={ChartPie}
          title="Nothing to do in this period"
          action={<ButtonLink href="/use-cases">All use cases</ButtonLink>}
        >
          No job was submitted or run. Choose a longer period, or submit jobs to a use case.
        </EmptyState>
      </Panel>
    );
  const saveAll = async () => {
    const { asOf, window, rows } = await client.sharing.saveCapacity.query(askedFor(url));
    return { asOf, columns: capacityCsv(url.by, window), rows };
  };
  const noun = url.by === 'team' ? 'team' : 'use case';
  return (
    <section aria-label="Who used it" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">Who used it</h2>
        <Segmented
          label="Rows of the table"
          value={url.by}
          options={GROUPS}
          onChange={(by) => void setUrl({ by, page: null })}
        />
      </div>
      <ReportFilters uses={uses} url={url} onChange={(change) => void setUrl({ ...change, page: null })} noun={noun}>
        <DownloadCsv
          name={`capacity-${url.by === 'team' ? 'by-team' : 'by-use-case'}-${report.period}`}
          read={saveAll}
        />
      </ReportFilters>
      {uses.rowCount === 0 && isNarrowed(url) ? (
        <NoneFits noun={noun} onClear={() => void setUrl({ search: null, team: null })} />
      ) : (
        <DataTable
          label="Capacity used"
          noun={noun}
          shown={uses}
          isReading={isReading}
          rowKey={(row) => row.name}
          columns={CAPACITY_COLUMNS[url.by]}
          order={url}
          onOrder={(change) => void setUrl(change)}
        />
      )}
    </section>
  );
}
