import { SECOND_MS } from '@leeway/domain/units';
import { formatDuration } from '#lib/format/duration.ts';

interface CountdownProps {
  readonly until: number;
  /** The store's now. */
  readonly now: number;
}

/** What is left, to the second below a minute. */
export function Countdown({ until, now }: CountdownProps) {
  const leftMs = Math.max(0, Math.ceil((until - now) / SECOND_MS) * SECOND_MS);
  return (
    <time dateTime={new Date(until).toISOString()} className="font-semibold whitespace-nowrap tabular-nums">
      {leftMs === 0 ? 'now' : formatDuration(leftMs)}
    </time>
  );
}
