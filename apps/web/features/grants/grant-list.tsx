'use client';
import type { GrantState } from '@leeway/domain/burst-grant';
import type { ListedGrant } from '@leeway/domain/capacity-views';
import { ArrowRight, CalendarClock, CircleCheck, CircleStop, type LucideIcon, Zap } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Badge, type Tone } from '#components/badge.tsx';
import { Button } from '#components/button.tsx';
import { Countdown } from '#components/countdown.tsx';
import { OutsideLink } from '#components/outside-link.tsx';
import { Time } from '#components/time.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { cx } from '#lib/class-names.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatNoun } from '#lib/format/number.ts';
import { ChangeGrantDialog, type GrantChange } from './change-grant-dialog.tsx';
import { endsSoon, GRANT_CLASS_TEXT, GRANT_STATE_TEXT, liftedLimits } from './describe-grant.ts';
import { describeUsed } from './prepare-grant-use.ts';

const STATES: Readonly<Record<GrantState, { icon: LucideIcon; tone: Tone }>> = {
  active: { icon: Zap, tone: 'accent' },
  planned: { icon: CalendarClock, tone: 'note' },
  ended: { icon: CircleCheck, tone: 'plain' },
  stopped: { icon: CircleStop, tone: 'plain' },
};

interface GrantListProps {
  readonly label: string;
  readonly grants: readonly ListedGrant[];
  /** The store's now. */
  readonly now: number;
  /** Where grants of several use cases are listed. */
  readonly hasUseCase?: boolean;
  /** Where what was used of it stands below. */
  readonly isAlone?: boolean;
}

export function GrantList({ label, grants, now, hasUseCase = false, isAlone = false }: GrantListProps) {
  const [change, setChange] = useState<GrantChange | null>(null);
  return (
    <>
      <ul aria-label={label} className="divide-y divide-line border-t border-line">
        {grants.map((grant) => (
          <Row
            key={grant.id}
            grant={grant}
            now={now}
            hasUseCase={hasUseCase}
            isAlone={isAlone}
            onChange={(verb) => setChange({ verb, grant })}
          />
        ))}
      </ul>
      <ChangeGrantDialog change={change} onClose={() => setChange(null)} />
    </>
  );
}

interface RowProps {
  readonly grant: ListedGrant;
  readonly now: number;
  readonly hasUseCase: boolean;
  readonly isAlone: boolean;
  readonly onChange: (verb: GrantChange['verb']) => void;
}

function Row({ grant, now, hasUseCase, isAlone, onChange }: RowProps) {
  const { icon, tone } = STATES[grant.state];
  const isOpen = grant.state === 'active' || grant.state === 'planned';
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[15rem_minmax(0,1fr)_auto]">
      <div className="min-w-0">
        {hasUseCase && (
          <Link
            href={`/use-cases/${encodeURIComponent(grant.useCase)}`}
            className="inline-block font-medium wrap-anywhere hover:underline max-sm:-my-3 max-sm:py-3"
          >
            {grant.useCase}
          </Link>
        )}
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={tone} icon={icon}>
            {GRANT_STATE_TEXT[grant.state]}
          </Badge>
          <span className={cx('text-sm', endsSoon(grant, now) && 'text-warn')}>
            <Timing grant={grant} now={now} />
          </span>
        </p>
      </div>
      <div className="min-w-0">
        <Limits grant={grant} />
        <p className="mt-1 text-sm break-words">“{grant.reason}”</p>
        <p className="flex flex-wrap items-center gap-x-1.5 text-sm text-muted">
          {grant.grantedBy}, for {grant.trafficClass === 'incident' ? 'an' : 'a'} {GRANT_CLASS_TEXT[grant.trafficClass]}
          , <Time at={grant.grantedAt} />
          {grant.incidentUrl !== '' && (
            <OutsideLink href={grant.incidentUrl}>
              {grant.trafficClass === 'incident' ? 'Incident' : 'Plan'}
            </OutsideLink>
          )}
        </p>
        {!isAlone && grant.state !== 'planned' && <Use grant={grant} />}
      </div>
      {isOpen && <Actions grant={grant} onChange={onChange} />}
    </li>
  );
}

function Use({ grant: { id, used, waiterCount } }: { readonly grant: ListedGrant }) {
  const waited = waiterCount === 0 ? 'nobody' : formatNoun(waiterCount, 'use case');
  return (
    <p className="text-sm">
      <Link
        href={`/grants/${encodeURIComponent(id)}`}
        className="inline-flex min-h-6 items-center font-medium text-accent hover:underline max-sm:min-h-11"
      >
        Used beyond the policy: {describeUsed(used)}; {waited} waited longer
      </Link>
    </p>
  );
}

function Timing({ grant: { state, startsAt, endsAt, endedAt }, now }: Pick<RowProps, 'grant' | 'now'>) {
  if (state === 'active')
    return (
      <>
        ends in <Countdown until={endsAt} now={now} />
      </>
    );
  if (state === 'planned')
    return (
      <>
        starts in <Countdown until={startsAt} now={now} />, for {formatDuration(endsAt - startsAt)}
      </>
    );
  const until = endedAt ?? endsAt;
  if (until <= startsAt) return <span className="text-muted">cancelled before it began</span>;
  return (
    <span className="text-muted">
      <Time at={until} />, after {formatDuration(until - startsAt)}
    </span>
  );
}

function Limits({ grant }: { readonly grant: ListedGrant }) {
  return (
    <ul className="flex flex-col gap-0.5 text-sm">
      {liftedLimits(grant).map(({ kind, label, before, after, isLifted }) => (
        <li key={kind} className="flex flex-wrap items-center gap-x-1.5">
          <span className="text-muted">{label}</span>
          <span>{before}</span>
          <ArrowRight aria-label="becomes" className="size-3.5 shrink-0 text-muted" />
          <span className="font-semibold">{after}</span>
          {!isLifted && <span className="text-warn">no effect</span>}
        </li>
      ))}
    </ul>
  );
}

function Actions({ grant, onChange }: Pick<RowProps, 'grant' | 'onChange'>) {
  const refusal = whyNotChange(useSessionUser(), grant.team);
  const barred = { disabled: refusal !== null, title: refusal ?? undefined };
  const of = <span className="sr-only"> the burst of {grant.useCase}</span>;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Button size="sm" onClick={() => onChange('extend')} {...barred}>
        Extend{of}
      </Button>
      <Button size="sm" tone="danger" onClick={() => onChange('end')} {...barred}>
        {grant.state === 'planned' ? 'Cancel' : 'End now'}
        {of}
      </Button>
    </div>
  );
}
