'use client';
import { useTimeZone } from '#lib/clock.ts';
import { formatClock, formatZone } from '#lib/format/time.ts';
import type { TimeChartProps } from './chart-props.ts';

type ChartTableProps = Pick<TimeChartProps, 'rows' | 'series' | 'formatValue'> & { readonly title: string };

/** The figures of a chart, newest first. */
export function ChartTable({ title, rows, series, formatValue }: ChartTableProps) {
  const timeZone = useTimeZone();
  const firstAt = rows[0]?.fromAt ?? 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="h-full overflow-auto rounded border border-line" tabIndex={0} aria-label={`${title}, table`}>
      <table className="w-full text-right text-xs">
        <thead className="sticky top-0 bg-sunken text-muted">
          <tr>
            <th scope="col" className="px-2 py-1.5 text-left font-medium">
              From ({formatZone(firstAt, timeZone)})
            </th>
            {series.map((one) => (
              <th key={one.key} scope="col" className="px-2 py-1.5 font-medium">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map((row) => (
            <tr key={row.at} className="border-t border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {formatClock(row.fromAt, timeZone, true)}
              </th>
              {series.map((one) => (
                <td key={one.key} className="px-2 py-1">
                  {typeof row[one.key] === 'number' ? formatValue(row[one.key] ?? null) : '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
