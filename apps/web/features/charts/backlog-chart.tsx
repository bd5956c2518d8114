'use client';
import type { ChartPoint } from '@leeway/domain/views';
import { useMemo } from 'react';
import { formatCountTick, formatNoun } from '#lib/format/number.ts';
import { ChartPanel } from './chart-panel.tsx';
import type { SharedChartProps } from './chart-props.ts';
import { countAxis } from './prepare-axis.ts';
import { prepareBacklog, valuesOf } from './prepare-series.ts';
import { BACKLOG_SERIES } from './series.ts';

interface BacklogChartProps extends SharedChartProps {
  readonly points: readonly ChartPoint[];
}

export function BacklogChart({ points, ...shared }: BacklogChartProps) {
  const { window } = shared;
  const rows = useMemo(() => prepareBacklog(points, window), [points, window]);
  return (
    <ChartPanel
      {...shared}
      title="Backlog"
      hint="Accepted, neither done nor dead, at the end of each step"
      rows={rows}
      series={BACKLOG_SERIES}
      axis={countAxis(valuesOf(rows, BACKLOG_SERIES))}
      formatValue={(value) => (value === null ? 'unknown' : formatNoun(value, 'job'))}
      formatTick={formatCountTick}
    />
  );
}
