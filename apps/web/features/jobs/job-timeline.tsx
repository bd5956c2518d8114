'use client';
import type { JobView } from '@leeway/domain/views';
import {
  Check,
  Circle,
  CircleDot,
  Flag,
  type LucideIcon,
  Play,
  RotateCcw,
  TimerReset,
  TriangleAlert,
} from 'lucide-react';
import { Time } from '#components/time.tsx';
import { cx } from '#lib/class-names.ts';
import { prepareTimeline, type TimelineMark } from './prepare-timeline.ts';

const ICONS: Readonly<Record<TimelineMark['key'], LucideIcon>> = {
  submitted: Circle,
  available: CircleDot,
  due: RotateCcw,
  started: Play,
  deadline: Flag,
  expires: TimerReset,
  ended: Check,
};

const TONE = {
  plain: 'border-line bg-surface text-muted',
  good: 'border-good/40 bg-good-soft text-good',
  bad: 'border-bad/40 bg-bad-soft text-bad',
} as const;

export function JobTimeline({ job }: { readonly job: JobView }) {
  return (
    <ol className="relative flex flex-col">
      {prepareTimeline(job).map((mark, index, all) => (
        <Mark key={mark.key} mark={mark} isLast={index === all.length - 1} />
      ))}
    </ol>
  );
}

function Mark({ mark, isLast }: { readonly mark: TimelineMark; readonly isLast: boolean }) {
  const Icon = mark.tone === 'bad' ? TriangleAlert : ICONS[mark.key];
  return (
    <li className={cx('relative flex gap-3', !isLast && 'pb-4')}>
      {!isLast && <span aria-hidden="true" className="absolute top-7 bottom-0 left-3.5 w-px bg-line" />}
      <span className={cx('grid size-7 shrink-0 place-items-center rounded-full border', TONE[mark.tone])}>
        <Icon aria-hidden="true" className="size-3.5" />
      </span>
      <div className="grid min-w-0 flex-1 gap-x-4 pt-0.5 sm:grid-cols-[9rem_minmax(0,1fr)_auto]">
        <p className="font-medium">{mark.label}</p>
        <p className="text-sm break-words text-muted">
          <Time at={mark.at} show="absolute" />
        </p>
        <p className={cx('text-sm', mark.tone === 'bad' ? 'font-medium text-bad' : 'text-muted')}>{mark.note}</p>
      </div>
    </li>
  );
}
