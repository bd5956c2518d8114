'use client';
import { useTimeZone } from '#lib/clock.ts';
import { formatClock, formatZone } from '#lib/format/time.ts';
import type { TimeChartProps } from './chart-props.ts';
import { LineSample } from './line-sample.tsx';
import type { ChartRow } from './prepare-series.ts';

type ChartTooltipProps = Pick<TimeChartProps, 'series' | 'formatValue' | 'promise'> & {
  readonly row: ChartRow | undefined;
};

export function ChartTooltip({ row, series, formatValue, promise }: ChartTooltipProps) {
  const timeZone = useTimeZone();
  if (row === undefined) return null;
  return (
    <div className="min-w-44 rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-(--shadow-popup)">
      <p className="mb-1 text-muted">
        {formatClock(row.fromAt, timeZone, true)} – {formatClock(row.toAt, timeZone, true)}{' '}
        {formatZone(row.fromAt, timeZone)}
      </p>
      <dl className="flex flex-col gap-0.5">
        {series.map((one) => (
          <div key={one.key} className="flex items-center gap-2">
            <LineSample series={one} />
            <dt className="flex-1 text-muted">{one.label}</dt>
            <dd className="font-medium">
              {typeof row[one.key] === 'number' ? formatValue(row[one.key] ?? null) : 'nothing measured'}
            </dd>
          </div>
        ))}
        {promise !== undefined && (
          <div className="mt-0.5 flex justify-between gap-4 border-t border-line pt-1 text-muted">
            <dt>Promised</dt>
            <dd>{formatValue(promise.value)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
