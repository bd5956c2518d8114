import { CircleCheck, CircleHelp, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import { cx } from '#lib/class-names.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { decideHeadroom, type Headroom } from './decide-headroom.ts';

const LOOKS: Readonly<Record<Headroom, { icon: LucideIcon; text: string; bar: string; word: string }>> = {
  unknown: { icon: CircleHelp, text: 'text-muted', bar: 'bg-transparent', word: 'nothing started' },
  within: { icon: CircleCheck, text: 'text-good', bar: 'bg-good', word: 'within' },
  near: { icon: TriangleAlert, text: 'text-warn', bar: 'bg-warn', word: 'close to' },
  over: { icon: Clock, text: 'text-bad', bar: 'bg-bad', word: 'over' },
};

interface DelayAgainstToleranceProps {
  readonly p95Ms: number | null;
  readonly toleranceMs: number;
}

/** The p95 delay beside what was promised: in words, as a mark, and as the part of the promise that is used up. */
export function DelayAgainstTolerance({ p95Ms, toleranceMs }: DelayAgainstToleranceProps) {
  const { icon: Icon, text, bar, word } = LOOKS[decideHeadroom(p95Ms, toleranceMs)];
  const share = p95Ms === null ? 0 : Math.min(1, p95Ms / Math.max(1, toleranceMs));
  return (
    <span
      className="inline-flex w-36 flex-col gap-1 align-middle"
      title={p95Ms === null ? 'Nothing started in the last 5 minutes' : `p95 delay ${word} the tolerance`}
    >
      <span className="flex items-center gap-1.5 text-sm whitespace-nowrap">
        <Icon aria-hidden="true" className={cx('size-3.5 shrink-0', text)} />
        {p95Ms === null ? (
          <span className="text-muted">none of {formatDuration(toleranceMs)}</span>
        ) : (
          <span>
            <span className="sr-only">{word}: </span>
            <span className="font-medium">{formatDuration(p95Ms)}</span>
            <span className="text-muted"> of {formatDuration(toleranceMs)}</span>
          </span>
        )}
      </span>
      <span aria-hidden="true" className="h-0.75 overflow-hidden rounded-full bg-line">
        <span
          className={cx('block h-full rounded-full', bar)}
          style={{ width: `${Math.max(share * 100, p95Ms === null ? 0 : 2)}%` }}
        />
      </span>
    </span>
  );
}
