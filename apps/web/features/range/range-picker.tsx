'use client';
import type { ChartWindow } from '@leeway/domain/views';
import { ChevronLeft, ChevronRight, type LucideIcon, Pin, Undo2, ZoomIn, ZoomOut } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { Segmented } from '#components/segmented.tsx';
import { useTimeZone } from '#lib/clock.ts';
import { formatClock, formatDayAndClock, formatZone } from '#lib/format/time.ts';
import { RANGE_LABELS, RANGE_NAMES } from './decide-range.ts';
import { moveRange, type RangeMove } from './move-range.ts';
import type { Range } from './use-range.ts';

const OPTIONS = RANGE_NAMES.map((name) => ({ value: name, label: RANGE_LABELS[name] }));

interface RangePickerProps {
  readonly range: Range;
  /** What the charts show now, to be held. */
  readonly window: ChartWindow | undefined;
}

export function RangePicker({ range, window }: RangePickerProps) {
  const { toAt, rangeMs } = range.input;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {toAt !== undefined && <PinnedRange range={range} fromAt={toAt - rangeMs} toAt={toAt} />}
      <Segmented
        label="Range of the charts"
        value={range.isPinned ? null : range.name}
        options={OPTIONS}
        onChange={range.choose}
      />
      {!range.isPinned && window !== undefined && (
        <Button
          tone="quiet"
          size="icon"
          onClick={() => range.zoom(window)}
          title="Hold this stretch of time: the address then shows the same to others"
        >
          <Pin aria-hidden="true" />
          <span className="sr-only">Hold this stretch of time</span>
        </Button>
      )}
    </div>
  );
}

const MOVES: readonly { readonly move: RangeMove; readonly label: string; readonly icon: LucideIcon }[] = [
  { move: 'earlier', label: 'Earlier', icon: ChevronLeft },
  { move: 'closer', label: 'Closer', icon: ZoomIn },
  { move: 'wider', label: 'Wider', icon: ZoomOut },
  { move: 'later', label: 'Later', icon: ChevronRight },
];

interface PinnedRangeProps {
  readonly range: Range;
  readonly fromAt: number;
  readonly toAt: number;
}

function PinnedRange({ range, fromAt, toAt }: PinnedRangeProps) {
  const timeZone = useTimeZone();
  return (
    <>
      <span className="text-sm text-muted">
        {formatDayAndClock(fromAt, timeZone)} – {formatClock(toAt, timeZone, true)} {formatZone(toAt, timeZone)}
      </span>
      <span className="flex">
        {MOVES.map(({ move, label, icon: Icon }) => (
          <Button
            key={move}
            tone="quiet"
            size="icon"
            title={label}
            aria-label={label}
            onClick={() => range.zoom(moveRange({ fromAt, toAt }, move))}
          >
            <Icon aria-hidden="true" />
          </Button>
        ))}
      </span>
      <Button size="sm" onClick={range.backToLive}>
        <Undo2 aria-hidden="true" />
        Back to live
      </Button>
    </>
  );
}
