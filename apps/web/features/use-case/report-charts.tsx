'use client';
import type { UseCaseReport } from '@leeway/domain/views';
import { useMemo, useState } from 'react';
import { Segmented } from '#components/segmented.tsx';
import { BacklogChart } from '#features/charts/backlog-chart.tsx';
import { ChartPanel } from '#features/charts/chart-panel.tsx';
import type { ChartBand } from '#features/charts/chart-props.ts';
import { durationAxis, type Scale } from '#features/charts/prepare-axis.ts';
import { prepareDelay, valuesOf } from '#features/charts/prepare-series.ts';
import { DELAY_SERIES } from '#features/charts/series.ts';
import { ThroughputChart } from '#features/charts/throughput-chart.tsx';
import type { Range } from '#features/range/use-range.ts';
import { formatDuration, formatDurationTick } from '#lib/format/duration.ts';
import { FailuresPanel } from './failures-panel.tsx';

interface ReportChartsProps {
  readonly report: UseCaseReport;
  readonly toleranceMs: number;
  readonly range: Range;
  readonly bands: readonly ChartBand[];
}

const SCALES = [
  { value: 'log', label: 'Log' },
  { value: 'linear', label: 'Linear' },
] as const;

export function ReportCharts({ report, toleranceMs, range, bands }: ReportChartsProps) {
  const { points, window } = report;
  const [scale, setScale] = useState<Scale>('log');
  const shared = {
    window,
    bands: bands.map((band) => ({ ...band, label: '' })),
    onZoom: range.zoom,
    group: 'use-case',
  };
  const delay = useMemo(() => prepareDelay(points, window), [points, window]);
  return (
    <div className="grid gap-4 xl:grid-cols-3">
      <ChartPanel
        {...shared}
        bands={bands}
        className="xl:col-span-3"
        tall
        title="Start delay against the promise"
        hint="From earliest start to start; drag over the chart to look closer"
        actions={<Segmented label="Scale of the delay axis" value={scale} options={SCALES} onChange={setScale} />}
        rows={delay}
        series={DELAY_SERIES}
        axis={durationAxis([...valuesOf(delay, DELAY_SERIES), toleranceMs], scale)}
        promise={{ value: toleranceMs, label: `promised: ${formatDuration(toleranceMs)}` }}
        formatValue={formatDuration}
        formatTick={formatDurationTick}
      />
      <ThroughputChart {...shared} points={points} isLimited={report.totals.refusedCount > 0} />
      <BacklogChart {...shared} points={points} />
      <FailuresPanel failures={report.failures} failedCount={report.totals.failedCount} />
    </div>
  );
}
