'use client';
import type { ReportPeriod } from '@leeway/domain/sharing-views';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Notice } from '#components/notice.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Segmented } from '#components/segmented.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { Time } from '#components/time.tsx';
import { SilenceNotice } from '#features/waits/silence-notice.tsx';
import { PERIODS } from './period.ts';

interface Report {
  readonly asOf: number;
  readonly engineSpokeAt: number | null;
}

interface ReportFrameProps<T extends Report> {
  readonly title: string;
  readonly below: string;
  readonly period: ReportPeriod;
  readonly onPeriod: (period: ReportPeriod) => void;
  readonly report: UseQueryResult<T>;
  /** `isReading`: what is shown is not yet what was asked for. */
  readonly children: (report: T, isReading: boolean) => ReactNode;
}

/** The head of a report over a period, and what stands in its place while it cannot be read. */
export function ReportFrame<T extends Report>({
  title,
  below,
  period,
  onPeriod,
  report,
  children,
}: ReportFrameProps<T>) {
  const { data, error, refetch } = report;
  return (
    <>
      <PageHeader title={title} below={below}>
        {data !== undefined && (
          <span className="text-sm text-muted">
            As of <Time at={data.asOf} />
          </span>
        )}
        <Segmented label="Period" value={period} options={PERIODS} onChange={onPeriod} />
      </PageHeader>
      {data === undefined && !error && <Skeleton className="h-[40rem]" label="Reading the report" />}
      {data === undefined && error && (
        <Panel>
          <ReadProblem error={error} onRetry={() => void refetch()} />
        </Panel>
      )}
      {data !== undefined && (
        <div className="flex flex-col gap-4">
          {error !== null && <Notice tone="warn">The report could not be read again: these figures are old.</Notice>}
          <SilenceNotice spoken={data}>nothing newer is known. Look at the engines on the overview.</SilenceNotice>
          {children(data, report.isPlaceholderData)}
        </div>
      )}
    </>
  );
}
