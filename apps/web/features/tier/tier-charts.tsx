'use client';
import type { TierOverview } from '@leeway/domain/views';
import { useMemo } from 'react';
import { ChartPanel } from '#features/charts/chart-panel.tsx';
import { countAxis, durationAxis, rateAxis } from '#features/charts/prepare-axis.ts';
import { prepareBacklog, prepareDelay, prepareRates, valuesOf } from '#features/charts/prepare-series.ts';
import { BACKLOG_SERIES, DELAY_SERIES, RATE_SERIES } from '#features/charts/series.ts';
import type { Range } from '#features/range/use-range.ts';
import { formatDuration, formatDurationTick } from '#lib/format/duration.ts';
import { formatCountTick, formatNoun, formatRate } from '#lib/format/number.ts';

interface TierChartsProps {
  readonly overview: TierOverview;
  readonly range: Range;
}

export function TierCharts({ overview, range }: TierChartsProps) {
  const { points, window, replays } = overview;
  const bands = replays.map((replay) => ({ ...replay, label: `Replay: ${replay.label}` }));
  const shared = { window, bands, onZoom: range.zoom, group: 'tier' };
  const delay = useMemo(() => prepareDelay(points, window), [points, window]);
  const rates = useMemo(() => prepareRates(points, window), [points, window]);
  const backlog = useMemo(() => prepareBacklog(points, window), [points, window]);
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
      <ChartPanel
        {...shared}
        title="Throughput"
        hint="Jobs and attempts per second"
        rows={rates}
        series={RATE_SERIES}
        axis={rateAxis(valuesOf(rates, RATE_SERIES))}
        formatValue={formatRate}
        formatTick={formatCountTick}
      />
      <ChartPanel
        {...shared}
        title="Backlog"
        hint="Accepted, neither done nor dead, at the end of each step"
        rows={backlog}
        series={BACKLOG_SERIES}
        axis={countAxis(valuesOf(backlog, BACKLOG_SERIES))}
        formatValue={(value) => (value === null ? 'unknown' : formatNoun(value, 'job'))}
        formatTick={formatCountTick}
      />
    </div>
  );
}
