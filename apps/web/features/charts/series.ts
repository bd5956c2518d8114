import type { ChartSeries } from './chart-props.ts';

/** Quantiles of one thing, so shades of one hue would do; dashes tell them apart without colour. */
export const DELAY_SERIES: readonly ChartSeries[] = [
  { key: 'p50', label: 'p50', color: 'var(--chart-1)', width: 2 },
  { key: 'p95', label: 'p95', color: 'var(--chart-4)', dash: '6 3' },
  { key: 'p99', label: 'p99', color: 'var(--chart-3)', dash: '2 2.5' },
];

export const RATE_SERIES: readonly ChartSeries[] = [
  { key: 'submitted', label: 'Submitted', color: 'var(--chart-4)', dash: '6 3' },
  { key: 'done', label: 'Done', color: 'var(--chart-1)', width: 2, isFilled: true },
  { key: 'failed', label: 'Failed attempts', color: 'var(--chart-bad)', dash: '2 2.5' },
];

/** Where a rate limit refused something. */
export const LIMITED_RATE_SERIES: readonly ChartSeries[] = [
  ...RATE_SERIES,
  { key: 'refused', label: 'Refused by the rate limit', color: 'var(--chart-2)', dash: '8 2 2 2' },
];

export const BACKLOG_SERIES: readonly ChartSeries[] = [
  { key: 'backlog', label: 'Backlog', color: 'var(--chart-4)', width: 2, isFilled: true },
];
