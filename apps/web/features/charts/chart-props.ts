import type { ValueAxis } from './prepare-axis.ts';
import type { ChartRow } from './prepare-series.ts';

export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  /** Told apart without colour: a dash pattern of SVG. */
  readonly dash?: string;
  readonly width?: number;
  /** Shades the ground below the line. */
  readonly isFilled?: boolean;
}

export interface ChartWindowProps {
  readonly fromAt: number;
  readonly toAt: number;
  readonly stepMs: number;
}

/** A stretch of time that is marked across the chart; `endedAt` null: it goes on. */
export interface ChartBand {
  readonly id: string;
  readonly label: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** What the charts of one page have in common. */
export interface SharedChartProps {
  readonly window: ChartWindowProps;
  readonly bands?: readonly ChartBand[];
  readonly onZoom?: (window: { fromAt: number; toAt: number }) => void;
  /** Charts of one group show the same instant under the pointer. */
  readonly group?: string;
}

export interface TimeChartProps extends SharedChartProps {
  readonly rows: readonly ChartRow[];
  readonly series: readonly ChartSeries[];
  readonly axis: ValueAxis;
  readonly formatValue: (value: number | null) => string;
  readonly formatTick: (value: number) => string;
  /** A promise drawn across the chart. */
  readonly promise?: { readonly value: number; readonly label: string };
  readonly label: string;
}
