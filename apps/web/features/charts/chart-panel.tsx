'use client';
import { ChartLine, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/button.tsx';
import { Panel } from '#components/panel.tsx';
import { cx } from '#lib/class-names.ts';
import type { TimeChartProps } from './chart-props.ts';
import { ChartTable } from './chart-table.tsx';
import { LineSample } from './line-sample.tsx';
import { describeSeries } from './prepare-series.ts';
import { TimeChart } from './time-chart.tsx';

interface ChartPanelProps extends Omit<TimeChartProps, 'label'> {
  readonly title: string;
  readonly hint: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly tall?: boolean;
}

/** A chart with its legend, the same figures as a table, and its content in a sentence. */
export function ChartPanel({ title, hint, actions, className, tall = false, ...chart }: ChartPanelProps) {
  const [isTable, setTable] = useState(false);
  const isEmpty = chart.series.every((one) => describeSeries(chart.rows, one.key) === null);
  return (
    <Panel
      title={title}
      hint={hint}
      className={className}
      actions={
        <>
          {actions}
          <Button
            tone="quiet"
            size="icon"
            onClick={() => setTable(!isTable)}
            aria-pressed={isTable}
            title={isTable ? 'Show the chart' : 'Show as a table'}
          >
            {isTable ? <ChartLine aria-hidden="true" /> : <Table2 aria-hidden="true" />}
            <span className="sr-only">{title} as a table</span>
          </Button>
        </>
      }
    >
      <Legend {...chart} />
      <div className={cx('relative', tall ? 'h-64 sm:h-72' : 'h-52')}>
        {isTable ? (
          <ChartTable title={title} {...chart} />
        ) : (
          <TimeChart label={`${title}. ${sentenceOf(chart)}`} {...chart} />
        )}
        {isEmpty && !isTable && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center pb-6 text-sm text-muted">
            Nothing was measured in this range
          </p>
        )}
      </div>
    </Panel>
  );
}

function Legend({ rows, series, formatValue }: Omit<TimeChartProps, 'label'>) {
  return (
    <ul className="mb-1 flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-muted">
      {series.map((one) => (
        <li key={one.key} className="flex items-center gap-1.5">
          <LineSample series={one} />
          {one.label}
          <span className="font-medium text-text">{formatValue(describeSeries(rows, one.key)?.last ?? null)}</span>
        </li>
      ))}
    </ul>
  );
}

function sentenceOf({ rows, series, formatValue }: Omit<TimeChartProps, 'label'>): string {
  return series
    .map((one) => {
      const seen = describeSeries(rows, one.key);
      if (seen === null) return `${one.label}: nothing measured.`;
      return `${one.label}: ${formatValue(seen.min)} to ${formatValue(seen.max)}, last ${formatValue(seen.last)}.`;
    })
    .join(' ');
}
