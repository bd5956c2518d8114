'use client';
import { Undo2 } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { Segmented } from '#components/segmented.tsx';
import { useTimeZone } from '#lib/clock.ts';
import { formatClock, formatDayAndClock, formatZone } from '#lib/format/time.ts';
import { RANGE_LABELS, RANGE_NAMES } from './decide-range.ts';
import type { Range } from './use-range.ts';

const OPTIONS = RANGE_NAMES.map((name) => ({ value: name, label: RANGE_LABELS[name] }));

export function RangePicker({ range }: { readonly range: Range }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {range.input.toAt !== undefined && <PinnedRange range={range} toAt={range.input.toAt} />}
      <Segmented
        label="Range of the charts"
        value={range.isPinned ? null : range.name}
        options={OPTIONS}
        onChange={range.choose}
      />
    </div>
  );
}

function PinnedRange({ range, toAt }: { readonly range: Range; readonly toAt: number }) {
  const timeZone = useTimeZone();
  return (
    <>
      <span className="text-sm text-muted">
        {formatDayAndClock(toAt - range.input.rangeMs, timeZone)} – {formatClock(toAt, timeZone, true)}{' '}
        {formatZone(toAt, timeZone)}
      </span>
      <Button size="sm" onClick={range.backToLive}>
        <Undo2 aria-hidden="true" />
        Back to live
      </Button>
    </>
  );
}
