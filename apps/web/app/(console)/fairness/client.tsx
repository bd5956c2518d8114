'use client';
import type { FairnessReport } from '@leeway/domain/sharing-views';
import { Scale } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { ButtonLink } from '#components/button.tsx';
import { DataTable } from '#components/data-table.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Notice } from '#components/notice.tsx';
import { Panel } from '#components/panel.tsx';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { FAIRNESS_COLUMNS } from '#features/fairness/fairness-columns.tsx';
import { fairnessCsv } from '#features/fairness/fairness-csv.ts';
import { FAIRNESS_TEXT, prepareFairnessTiles } from '#features/fairness/fairness-tiles.ts';
import { HeldUpPanel } from '#features/fairness/held-up-panel.tsx';
import { NoneFits } from '#features/sharing/none-fits.tsx';
import { isNarrowed, ReportFilters } from '#features/sharing/report-filters.tsx';
import { ReportFrame } from '#features/sharing/report-frame.tsx';
import { ReportGrants } from '#features/sharing/report-grants.tsx';
import { askedFor } from '#features/sharing/report-params.ts';
import { useFairnessReport } from '#features/sharing/use-period-report.ts';
import { Tiles } from '#features/tier/tiles.tsx';
import { useTRPCClient } from '#lib/trpc/context.ts';
import { fairnessParams } from './search-params.ts';

export function FairnessClient() {
  const [url, setUrl] = useQueryStates(fairnessParams);
  return (
    <ReportFrame
      title="Fairness"
      below="Who got the part of the pool that they had a right to, and who waited for whom."
      period={url.period}
      onPeriod={(next) => void setUrl({ period: next, page: null })}
      report={useFairnessReport(askedFor(url))}
    >
      {(report, isReading) => <Report report={report} isReading={isReading} />}
    </ReportFrame>
  );
}

interface ReportProps {
  readonly report: FairnessReport;
  readonly isReading: boolean;
}

function Report({ report, isReading }: ReportProps) {
  if (report.totals.useCaseCount === 0)
    return (
      <Panel>
        <EmptyState
          icon={Scale}
          title="Nothing was shared in this period"
          action={<ButtonLink href="/use-cases">All use cases</ButtonLink>}
        >
          No job ran or waited. Choose a longer period, or submit jobs to a use case.
        </EmptyState>
      </Panel>
    );
  const tiles = prepareFairnessTiles(report.totals);
  return (
    <>
      <Tiles tiles={tiles} />
      {report.totals.jain === null && (
        <Notice tone="note">
          Nobody was backlogged for ten seconds: all got what they asked for, or were kept back by limits of their own.
        </Notice>
      )}
      <Uses report={report} isReading={isReading} />
      <HeldUpPanel pairs={report.pairs} />
      <ReportGrants grants={report.grants} />
      <Panel title="What the figures mean">
        <dl className="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[9rem_minmax(0,1fr)]">
          {[...FAIRNESS_TEXT, ...tiles].map(({ label, definition }) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="mb-1 sm:mb-0">{definition}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </>
  );
}

function Uses({ report, isReading }: ReportProps) {
  const [url, setUrl] = useQueryStates(fairnessParams);
  const client = useTRPCClient();
  const saveAll = async () => {
    const { asOf, window, rows } = await client.sharing.saveFairness.query(askedFor(url));
    return { asOf, columns: fairnessCsv(window), rows };
  };
  const { uses } = report;
  return (
    <section aria-label="Who got what" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">Who got what</h2>
      <ReportFilters
        uses={uses}
        url={url}
        onChange={(change) => void setUrl({ ...change, page: null })}
        noun="use case"
      >
        <DownloadCsv name={`fairness-${report.period}`} read={saveAll} />
      </ReportFilters>
      {uses.rowCount === 0 && isNarrowed(url) ? (
        <NoneFits noun="use case" onClear={() => void setUrl({ search: null, team: null })} />
      ) : (
        <DataTable
          label="Fairness by use case"
          noun="use case"
          shown={uses}
          isReading={isReading}
          rowKey={(row) => row.name}
          columns={FAIRNESS_COLUMNS}
          order={url}
          onOrder={(change) => void setUrl(change)}
        />
      )}
    </section>
  );
}
