'use client';
import type { TierOverview } from '@leeway/domain/views';
import { useMemo } from 'react';
import { BacklogChart } from '#features/charts/backlog-chart.tsx';
import { ChartPanel } from '#features/charts/chart-panel.tsx';
import { durationAxis } from '#features/charts/prepare-axis.ts';
import { prepareDelay, valuesOf } from '#features/charts/prepare-series.ts';
import { DELAY_SERIES } from '#features/charts/series.ts';
import { ThroughputChart } from '#features/charts/throughput-chart.tsx';
import type { Range } from '#features/range/use-range.ts';
import { formatDuration, formatDurationTick } from '#lib/format/duration.ts';

interface TierChartsProps {
  readonly overview: TierOverview;
  readonly range: Range;
}

export function TierCharts({ overview, range }: TierChartsProps) {
  const { points, window, replays } = overview;
  const bands = replays.map((replay) => ({ ...replay, label: `Replay: ${replay.label}` }));
  const shared = { window, bands, onZoom: range.zoom, group: 'tier' };
  const delay = useMemo(() => prepareDelay(points, window), [points, window]);
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <ChartPanel
        {...shared}
        className="xl:col-span-2"
        tall
        title="Start delay"
        hint="From earliest start to start, of all use cases; half, 95 % and 99 % of the starts were quicker"
        rows={delay}
        series={DELAY_SERIES}
        axis={durationAxis(valuesOf(delay, DELAY_SERIES), 'log')}
        formatValue={formatDuration}
        formatTick={formatDurationTick}
      />
      <ThroughputChart {...shared} points={points} />
      <BacklogChart {...shared} points={points} />
    </div>
  );
}
