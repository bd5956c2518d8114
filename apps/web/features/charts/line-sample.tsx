import type { ChartSeries } from './chart-props.ts';

/** The stroke of a series, as it looks in the chart. */
export function LineSample({ series }: { readonly series: ChartSeries }) {
  return (
    <svg width="18" height="8" aria-hidden="true" focusable="false" className="shrink-0">
      <line
        x1="1"
        x2="17"
        y1="4"
        y2="4"
        stroke={series.color}
        strokeWidth={series.width ?? 2}
        strokeDasharray={series.dash}
      />
    </svg>
  );
}
