'use client';
import { useState } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  type DotItemDotProps,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useTimeZone } from '#lib/clock.ts';
import { formatClock } from '#lib/format/time.ts';
import { zoneOffsetMs } from '#lib/format/zone-offset.ts';
import type { ChartSeries, TimeChartProps } from './chart-props.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import { bandLabelSide, timeTicks, zoomWindow } from './prepare-axis.ts';
import { type ChartRow, lonelyRows } from './prepare-series.ts';

const BAND_LABEL_HEIGHT = 14;
const AXIS_TEXT = { fill: 'var(--text-faint)', fontSize: 11 };

export function TimeChart(props: TimeChartProps) {
  const { rows, series, window, axis, formatTick, promise, bands = [], group, label } = props;
  const timeZone = useTimeZone();
  const drag = useDragZoom(window.stepMs, props.onZoom);
  const isLong = window.toAt - window.fromAt > 5 * 60_000;
  const ticks = timeTicks(window.fromAt, window.toAt, { most: 8, zoneOffsetMs: zoneOffsetMs(window.fromAt, timeZone) });
  return (
    <ResponsiveContainer width="100%" height="100%" minWidth={0} initialDimension={{ width: 320, height: 220 }}>
      <ComposedChart
        data={[...rows]}
        margin={{ top: 14, right: 16, bottom: 0, left: 0 }}
        syncId={group}
        syncMethod="value"
        role="application"
        aria-label={label}
        onMouseDown={drag.onDown}
        onMouseMove={drag.onMove}
        onMouseUp={drag.onUp}
        onMouseLeave={drag.onLeave}
        style={{ cursor: props.onZoom === undefined ? 'default' : 'crosshair', userSelect: 'none' }}
      >
        <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={[window.fromAt, window.toAt]}
          allowDataOverflow
          ticks={ticks}
          tickFormatter={(at: number) => formatClock(at, timeZone, !isLong)}
          tick={AXIS_TEXT}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          minTickGap={22}
          height={22}
        />
        <YAxis
          width={46}
          scale={axis.scale}
          domain={[...axis.domain]}
          ticks={[...axis.ticks]}
          allowDataOverflow
          tickFormatter={formatTick}
          tick={AXIS_TEXT}
          tickLine={false}
          axisLine={false}
          interval={0}
        />
        {bands.map((band, index) => (
          <ReferenceArea
            key={band.id}
            x1={Math.max(band.startedAt, window.fromAt)}
            x2={Math.min(band.endedAt ?? window.toAt, window.toAt)}
            fill="var(--chart-band)"
            fillOpacity={0.09}
            stroke="var(--chart-band)"
            strokeOpacity={0.3}
            label={{
              value: band.label,
              position: bandLabelSide(band, window),
              fill: 'var(--note)',
              fontSize: 11,
              // Of several at once each has a line of its own, below what is written at a promise near the top.
              dy: (index + (promise === undefined ? 0 : 1)) * BAND_LABEL_HEIGHT,
            }}
          />
        ))}
        {promise !== undefined && (
          <ReferenceLine
            y={promise.value}
            stroke="var(--chart-bad)"
            strokeDasharray="2 3"
            strokeWidth={1.5}
            label={{ value: promise.label, position: 'insideBottomRight', fill: 'var(--bad)', fontSize: 11, dy: -2 }}
          />
        )}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)', strokeWidth: 1 }}
          content={(tip) => (
            <ChartTooltip
              row={tip.active ? (tip.payload?.[0]?.payload as ChartRow | undefined) : undefined}
              {...props}
            />
          )}
        />
        {series.map((one) => (
          <SeriesLine key={one.key} rows={rows} series={one} />
        ))}
        {drag.from !== null && drag.to !== null && (
          <ReferenceArea x1={drag.from} x2={drag.to} fill="var(--accent)" fillOpacity={0.15} stroke="var(--accent)" />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function SeriesLine({ rows, series }: { readonly rows: readonly ChartRow[]; readonly series: ChartSeries }) {
  const lonely = lonelyRows(rows, series.key);
  const look = {
    dataKey: series.key,
    name: series.label,
    type: 'linear',
    stroke: series.color,
    strokeWidth: series.width ?? 1.75,
    strokeDasharray: series.dash,
    connectNulls: false,
    isAnimationActive: false,
    activeDot: { r: 3.5, fill: series.color, stroke: 'var(--surface)', strokeWidth: 1.5 },
    dot: ({ key, cx, cy, payload }: DotItemDotProps) =>
      lonely.has(payload?.at) ? <circle key={key} cx={cx} cy={cy} r={2.2} fill={series.color} /> : <g key={key} />,
  } as const;
  return series.isFilled ? <Area {...look} fill={series.color} fillOpacity={0.1} /> : <Line {...look} />;
}

type ChartEvent = { readonly activeLabel?: string | number | undefined };

function useDragZoom(stepMs: number, onZoom: TimeChartProps['onZoom']) {
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const at = ({ activeLabel }: ChartEvent) => (activeLabel === undefined ? null : Number(activeLabel));
  const clear = () => {
    setFrom(null);
    setTo(null);
  };
  if (onZoom === undefined) return { from: null, to: null };
  return {
    from,
    to,
    onDown: (event: ChartEvent) => setFrom(at(event)),
    onMove: (event: ChartEvent) => from !== null && setTo(at(event) ?? to),
    onLeave: clear,
    onUp: () => {
      const zoom = from === null || to === null ? null : zoomWindow(from, to, stepMs);
      clear();
      if (zoom !== null) onZoom(zoom);
    },
  };
}
