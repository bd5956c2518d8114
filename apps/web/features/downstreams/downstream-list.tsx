'use client';
import type { DownstreamView } from '@leeway/domain/capacity-views';
import { CircleCheck, CircleHelp, type LucideIcon, Scissors, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '#components/badge.tsx';
import { Button } from '#components/button.tsx';
import { Time } from '#components/time.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { formatNoun, formatRate, formatWhole } from '#lib/format/number.ts';
import { type DownstreamState, decideDownstreamState } from './decide-downstream-state.ts';
import { describeLimit } from './describe-limit.ts';

const STATES: Readonly<Record<DownstreamState, { label: string; icon: LucideIcon; tone: Tone; title: string }>> = {
  unknown: {
    label: 'unknown',
    icon: CircleHelp,
    tone: 'plain',
    title: 'No engine has said anything of it for ten seconds',
  },
  cut: {
    label: 'slowed down',
    icon: Scissors,
    tone: 'bad',
    title: 'It reported overload: all who call it start fewer jobs until it recovers',
  },
  signals: {
    label: 'signals',
    icon: TriangleAlert,
    tone: 'warn',
    title: 'It reported overload in the last minute, less than the threshold',
  },
  healthy: { label: 'healthy', icon: CircleCheck, tone: 'good', title: 'No overload in the last minute' },
};

interface DownstreamListProps {
  readonly downstreams: readonly DownstreamView[];
  readonly onChange: (downstream: DownstreamView) => void;
}

export function DownstreamList({ downstreams, onChange }: DownstreamListProps) {
  return (
    <ul aria-label="Downstreams" className="divide-y divide-line">
      {downstreams.map((downstream) => (
        <Row key={downstream.id} downstream={downstream} onChange={() => onChange(downstream)} />
      ))}
    </ul>
  );
}

function Row({ downstream, onChange }: { readonly downstream: DownstreamView; readonly onChange: () => void }) {
  const { label, icon, tone, title } = STATES[decideDownstreamState(downstream)];
  const refusal = whyNotChange(useSessionUser(), downstream.team);
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-mono font-medium wrap-anywhere">{downstream.name}</span>
          <Badge tone={tone} icon={icon} title={title}>
            {label}
          </Badge>
        </p>
        <p className="text-sm text-muted">team {downstream.team}</p>
        {downstream.description !== '' && <p className="mt-1 text-sm break-words">{downstream.description}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-1.5">
        <Facts downstream={downstream} />
        <Callers names={downstream.useCases} />
      </div>
      <div>
        <Button size="sm" onClick={onChange} disabled={refusal !== null} title={refusal ?? undefined}>
          Change<span className="sr-only"> {downstream.name}</span>
        </Button>
      </div>
    </li>
  );
}

function Facts({ downstream: { live, overloadThreshold, maxPerSecond } }: { readonly downstream: DownstreamView }) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      <Fact label="Signals in the last minute">
        {live === null ? 'unknown' : `${formatWhole(live.signalCount)} of ${formatWhole(overloadThreshold)} allowed`}
      </Fact>
      <Fact label="Starts">{live === null ? 'unknown' : formatRate(live.startCount)}</Fact>
      <Fact label="Limit now">{describeLimit(live)}</Fact>
      <Fact label="In good health">{maxPerSecond === null ? 'no limit' : formatRate(maxPerSecond)}</Fact>
      {live !== null && live.cutAt !== null && (
        <Fact label="Last cut">
          <Time at={live.cutAt} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

function Callers({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <p className="text-sm text-muted">No use case names it yet.</p>;
  return (
    <p className="text-sm text-muted">
      Called by {formatNoun(names.length, 'use case')}:{' '}
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <Link href={`/use-cases/${encodeURIComponent(name)}`} className="font-medium text-text hover:underline">
            {name}
          </Link>
        </span>
      ))}
    </p>
  );
}
