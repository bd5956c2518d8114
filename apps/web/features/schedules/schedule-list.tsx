'use client';
import type { ScheduleView } from '@leeway/domain/views';
import { ChevronDown, CircleCheck, CirclePause, CircleSlash, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { Badge, type Tone } from '#components/badge.tsx';
import { Button } from '#components/button.tsx';
import { Time } from '#components/time.tsx';
import { cx } from '#lib/class-names.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatMoment } from '#lib/format/time.ts';
import { useTierNow } from '#lib/live/use-store-now.ts';
import { decideScheduleState, type ScheduleState } from './decide-schedule-state.ts';
import type { Verb } from './end-dialog.tsx';
import { MISSED_RUNS_TEXT } from './explain-schedule.ts';
import { FireList } from './fire-list.tsx';

const STATES: Readonly<Record<ScheduleState, { label: string; icon: LucideIcon; tone: Tone; means: string }>> = {
  active: { label: 'active', icon: CircleCheck, tone: 'good', means: 'It fires at its next instant' },
  paused: { label: 'paused', icon: CirclePause, tone: 'plain', means: 'It fires again once it is resumed' },
  overdue: {
    label: 'overdue',
    icon: TriangleAlert,
    tone: 'bad',
    means: 'Its instant has passed and no engine fired it',
  },
  ended: { label: 'ended', icon: CircleSlash, tone: 'plain', means: 'No instant follows' },
};

interface ScheduleListProps {
  readonly schedules: readonly ScheduleView[];
  /** Why the reader may only look. */
  readonly refusal: string | null;
  readonly onEdit: (schedule: ScheduleView) => void;
  readonly onEnd: (verb: Verb, schedule: ScheduleView) => void;
}

export function ScheduleList({ schedules, ...rest }: ScheduleListProps) {
  return (
    <ul aria-label="Schedules" className="divide-y divide-line border-t border-line">
      {schedules.map((schedule) => (
        <Row key={schedule.id} schedule={schedule} {...rest} />
      ))}
    </ul>
  );
}

interface RowProps extends Omit<ScheduleListProps, 'schedules'> {
  readonly schedule: ScheduleView;
}

function Row({ schedule, ...rest }: RowProps) {
  const now = useTierNow();
  const [isOpen, setOpen] = useState(false);
  const firesId = useId();
  const { label, icon, tone, means } = STATES[decideScheduleState(schedule, now ?? schedule.updatedAt)];
  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="grid items-start gap-x-6 gap-y-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            <span className="min-w-0 wrap-anywhere">{schedule.name}</span>
            <Badge tone={tone} icon={icon} title={means}>
              {label}
            </Badge>
          </h3>
          <p className="text-sm break-words text-muted">
            <span className="font-mono text-text">{schedule.cron}</span> in {schedule.timeZone}
          </p>
          <p className="text-sm text-muted">{termsOf(schedule)}</p>
        </div>
        <Instants schedule={schedule} />
        <Actions schedule={schedule} {...rest} />
      </div>
      <div>
        <Button tone="quiet" size="sm" aria-expanded={isOpen} aria-controls={firesId} onClick={() => setOpen(!isOpen)}>
          <ChevronDown aria-hidden="true" className={cx('transition-transform', isOpen && 'rotate-180')} />
          Last fires<span className="sr-only"> of {schedule.name}</span>
        </Button>
        <div id={firesId} className={cx(isOpen && 'mt-2')}>
          {isOpen && <FireList schedule={schedule} />}
        </div>
      </div>
    </li>
  );
}

function termsOf({ missedRuns, delayToleranceMs, concurrencyKey }: ScheduleView): string {
  const tolerance =
    delayToleranceMs === null ? 'the use case’s tolerance' : `tolerance ${formatDuration(delayToleranceMs)}`;
  const key = concurrencyKey === null ? '' : ` · key ${concurrencyKey}`;
  return `${tolerance} · missed runs: ${MISSED_RUNS_TEXT[missedRuns].label.toLowerCase()}${key}`;
}

function Instants({ schedule: { nextFireAt, lastFireAt, timeZone } }: { readonly schedule: ScheduleView }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-sm">
      <dt className="text-muted">Next</dt>
      <dd>
        {nextFireAt === null ? <span className="text-muted">none</span> : <Instant at={nextFireAt} zone={timeZone} />}
      </dd>
      <dt className="text-muted">Last</dt>
      <dd>
        {lastFireAt === null ? <span className="text-muted">never</span> : <Instant at={lastFireAt} zone={timeZone} />}
      </dd>
    </dl>
  );
}

function Instant({ at, zone }: { readonly at: number; readonly zone: string }) {
  return (
    <>
      <Time at={at} /> <span className="text-muted tabular-nums">({formatMoment(at, zone)})</span>
    </>
  );
}

function Actions({ schedule, refusal, onEdit, onEnd }: RowProps) {
  const barred = { disabled: refusal !== null, title: refusal ?? undefined };
  const of = <span className="sr-only"> {schedule.name}</span>;
  const verb = schedule.isPaused ? 'resume' : 'pause';
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" onClick={() => onEdit(schedule)} {...barred}>
        Edit{of}
      </Button>
      <Button size="sm" onClick={() => onEnd(verb, schedule)} {...barred}>
        {schedule.isPaused ? 'Resume' : 'Pause'}
        {of}
      </Button>
      <Button size="sm" tone="danger" onClick={() => onEnd('delete', schedule)} {...barred}>
        Delete{of}
      </Button>
    </div>
  );
}
