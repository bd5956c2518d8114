'use client';
import type { ChartPoint } from '@leeway/domain/views';
import { useMemo } from 'react';
import { formatCountTick, formatRate } from '#lib/format/number.ts';
import { ChartPanel } from './chart-panel.tsx';
import type { SharedChartProps } from './chart-props.ts';
import { rateAxis } from './prepare-axis.ts';
import { prepareRates, valuesOf } from './prepare-series.ts';
import { LIMITED_RATE_SERIES, RATE_SERIES } from './series.ts';

interface ThroughputChartProps extends SharedChartProps {
  readonly points: readonly ChartPoint[];
  /** Shows what the submit rate limit refused too. */
  readonly isLimited?: boolean;
}

export function ThroughputChart({ points, isLimited = false, ...shared }: ThroughputChartProps) {
  const { window } = shared;
  const rows = useMemo(() => prepareRates(points, window), [points, window]);
  const series = isLimited ? LIMITED_RATE_SERIES : RATE_SERIES;
  return (
    <ChartPanel
      {...shared}
      title="Throughput"
      hint="Jobs and attempts per second"
      rows={rows}
      series={series}
      axis={rateAxis(valuesOf(rows, series))}
      formatValue={formatRate}
      formatTick={formatCountTick}
    />
  );
}
