'use client';
import type { UseCaseView } from '@leeway/domain/views';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { UseCaseAlerts } from '#features/alerts/use-case-alerts.tsx';
import { grantBands } from '#features/grants/describe-grant.ts';
import { GrantDialog } from '#features/grants/grant-dialog.tsx';
import { OpenGrants } from '#features/grants/open-grants.tsx';
import { useGrantRows } from '#features/grants/use-grants.ts';
import { type Range, useRange } from '#features/range/use-range.ts';
import { Definitions } from '#features/tier/definitions.tsx';
import { Tiles } from '#features/tier/tiles.tsx';
import { FirstJob } from '#features/use-case/first-job.tsx';
import { prepareReportTiles } from '#features/use-case/prepare-report-tiles.ts';
import { ReportCharts } from '#features/use-case/report-charts.tsx';
import { UseCaseHeader } from '#features/use-case/use-case-header.tsx';
import { UseCaseTabs } from '#features/use-case/use-case-tabs.tsx';
import { useReport } from '#features/use-case/use-report.ts';
import { UseCaseProblem } from '#features/use-cases/use-case-problem.tsx';
import { UseCaseWaitPanel } from '#features/waits/use-case-wait.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { useCaseParams } from './search-params.ts';

interface UseCaseClientProps {
  readonly name: string;
  readonly submitUrl: string;
}

export function UseCaseClient({ name, submitUrl }: UseCaseClientProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.useCase.get.queryOptions({ name }));
  if (data !== undefined) return <UseCase useCase={data} submitUrl={submitUrl} />;
  if (error) return <UseCaseProblem error={error} name={name} onRetry={() => void refetch()} />;
  return <Skeleton className="h-[40rem]" label="Reading the use case" />;
}

function UseCase({ useCase, submitUrl }: { readonly useCase: UseCaseView; readonly submitUrl: string }) {
  const range = useRange();
  const [{ tab, jobs, first, grant, incident }, setUrl] = useQueryStates(useCaseParams, { history: 'replace' });
  const report = useReport(useCase.name, range.input);
  return (
    <>
      <UseCaseHeader useCase={useCase} live={report} range={range} onGrant={() => void setUrl({ grant: true })} />
      <div className="flex flex-col gap-4">
        <OpenGrants useCase={useCase.name} />
        {first && <FirstJob useCase={useCase} submitUrl={submitUrl} onClose={() => void setUrl({ first: null })} />}
        <UseCaseAlerts name={useCase.name} />
        <UseCaseWaitPanel useCase={useCase} />
        <Report report={report} useCase={useCase} range={range} />
        <UseCaseTabs
          useCase={useCase}
          submitUrl={submitUrl}
          url={{ tab, jobs }}
          onChange={(change) => void setUrl(change)}
          onGrant={() => void setUrl({ grant: true })}
        />
      </div>
      <GrantDialog
        useCase={useCase.name}
        open={grant}
        incidentUrl={incident}
        onClose={() => void setUrl({ grant: null, incident: null })}
      />
    </>
  );
}

interface ReportProps {
  readonly report: ReturnType<typeof useReport>;
  readonly useCase: UseCaseView;
  readonly range: Range;
}

function Report({ report: { data, error, retry }, useCase, range }: ReportProps) {
  const grants = useGrantRows(useCase.name);
  const bands = useMemo(
    () => (grants === undefined || data === undefined ? [] : grantBands(grants, data.window)),
    [grants, data],
  );
  if (data !== undefined) {
    const tiles = prepareReportTiles(data, useCase);
    return (
      <>
        <Tiles tiles={tiles} />
        <ReportCharts report={data} toleranceMs={useCase.delayToleranceMs} range={range} bands={bands} />
        <Definitions tiles={tiles} />
      </>
    );
  }
  if (!error) return <Skeleton className="h-[44rem]" label="Reading the report" />;
  return (
    <Panel>
      <ReadProblem error={error} onRetry={retry} />
    </Panel>
  );
}
