'use client';
import { useTimeZone } from '#lib/clock.ts';
import { formatDayAndClock, formatInstant, formatRelative } from '#lib/format/time.ts';
import { useTierNow } from '#lib/live/use-store-now.ts';

interface TimeProps {
  readonly at: number;
  /** `relative`: 12 s ago, `absolute`: the instant in full. Either way the other is one hover away. */
  readonly show?: 'relative' | 'absolute';
}

export function Time({ at, show = 'relative' }: TimeProps) {
  const now = useTierNow();
  const timeZone = useTimeZone();
  const absolute = formatInstant(at, timeZone);
  const relative = now === null ? formatDayAndClock(at, timeZone) : formatRelative(at, now);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={show === 'relative' ? absolute : relative}
      className="whitespace-nowrap"
    >
      {show === 'relative' ? relative : absolute}
    </time>
  );
}
