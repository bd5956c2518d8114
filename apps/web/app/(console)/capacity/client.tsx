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
import { rowsByTeam, rowsByUseCase } from '#features/capacity/prepare-use.ts';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { ReportFrame } from '#features/sharing/report-frame.tsx';
import { ReportGrants } from '#features/sharing/report-grants.tsx';
import { useCapacityReport } from '#features/sharing/use-period-report.ts';
import { Definitions } from '#features/tier/definitions.tsx';
import { Tiles } from '#features/tier/tiles.tsx';
import { orderRows } from '#lib/sort-rows.ts';
import { capacityParams } from './search-params.ts';

const GROUPS = [
  { value: 'useCase', label: 'By use case' },
  { value: 'team', label: 'By team' },
] as const;

export function CapacityClient() {
  const [{ period }, setUrl] = useQueryStates(capacityParams);
  return (
    <ReportFrame
      title="Capacity"
      below="What the shared pool could give, what was used of it and by whom."
      period={period}
      onPeriod={(next) => void setUrl({ period: next, page: null })}
      report={useCapacityReport(period)}
    >
      {(report) => <Report report={report} />}
    </ReportFrame>
  );
}

function Report({ report }: { readonly report: CapacityReport }) {
  const tiles = prepareCapacityTiles(report);
  return (
    <>
      <Tiles tiles={tiles} />
      <PoolCharts report={report} />
      <Uses report={report} />
      <ReportGrants grants={report.grants} />
      <Definitions tiles={[...tiles, ...CAPACITY_COLUMN_TEXT]} />
    </>
  );
}

function Uses({ report }: { readonly report: CapacityReport }) {
  const [url, setUrl] = useQueryStates(capacityParams);
  if (report.useCases.length === 0)
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
  const rows = url.by === 'team' ? rowsByTeam(report) : rowsByUseCase(report);
  return (
    <section aria-label="Who used it" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">Who used it</h2>
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            label="Rows of the table"
            value={url.by}
            options={GROUPS}
            onChange={(by) => void setUrl({ by, page: null })}
          />
          <DownloadCsv
            name={`capacity-${url.by === 'team' ? 'by-team' : 'by-use-case'}-${report.period}`}
            asOf={report.asOf}
            columns={capacityCsv(url.by, report)}
            rows={() => orderRows(rows, CAPACITY_COLUMNS[url.by], url)}
          />
        </div>
      </div>
      <DataTable
        label="Capacity used"
        noun={url.by === 'team' ? 'team' : 'use case'}
        rows={rows}
        rowKey={(row) => row.name}
        columns={CAPACITY_COLUMNS[url.by]}
        order={url}
        onOrder={(change) => void setUrl(change)}
      />
    </section>
  );
}
