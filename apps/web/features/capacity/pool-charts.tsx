'use client';
import type { CapacityReport } from '@leeway/domain/sharing-views';
import { useMemo } from 'react';
import { ChartPanel } from '#features/charts/chart-panel.tsx';
import type { ChartSeries } from '#features/charts/chart-props.ts';
import { rateAxis } from '#features/charts/prepare-axis.ts';
import { valuesOf } from '#features/charts/prepare-series.ts';
import { STEP_TEXT } from '#features/sharing/period.ts';
import { UNKNOWN } from '#lib/format/duration.ts';
import { formatCountTick, formatHundredths } from '#lib/format/number.ts';
import { preparePool } from './prepare-pool.ts';

const SLOT_SERIES: readonly ChartSeries[] = [
  { key: 'busy', label: 'Busy', color: 'var(--chart-1)', width: 2, isFilled: true },
  { key: 'idle', label: 'Idle', color: 'var(--chart-4)', dash: '6 3' },
];

const CPU_SERIES: readonly ChartSeries[] = [
  { key: 'reserved', label: 'Reserved', color: 'var(--chart-1)', width: 2, isFilled: true },
  { key: 'opportunistic', label: 'Opportunistic', color: 'var(--chart-2)', dash: '2 2.5' },
  { key: 'idle', label: 'Idle', color: 'var(--chart-4)', dash: '6 3' },
];

const inUnit = (unit: string) => (value: number | null) =>
  value === null ? UNKNOWN : `${formatHundredths(value)} ${unit}`;

export function PoolCharts({ report: { points, window, period } }: { readonly report: CapacityReport }) {
  const { slots, cpu } = useMemo(() => preparePool(points, window), [points, window]);
  const shared = { window, group: 'pool', formatTick: formatCountTick };
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <ChartPanel
        {...shared}
        title="CPU of the pool"
        hint={`Cores in use, mean of ${STEP_TEXT[period]}`}
        rows={cpu}
        series={CPU_SERIES}
        axis={rateAxis(valuesOf(cpu, CPU_SERIES))}
        formatValue={inUnit('cores')}
      />
      <ChartPanel
        {...shared}
        title="Worker slots of the pool"
        hint={`Slots that run a job, mean of ${STEP_TEXT[period]}`}
        rows={slots}
        series={SLOT_SERIES}
        axis={rateAxis(valuesOf(slots, SLOT_SERIES))}
        formatValue={inUnit('slots')}
      />
    </div>
  );
}
