import type { Criticality } from '@leeway/domain/criticality';
import type { UseCaseState } from '@leeway/domain/use-case-state';
import {
  ChevronDown,
  ChevronsUp,
  ChevronUp,
  CircleCheck,
  CircleDashed,
  CircleDotDashed,
  CirclePause,
  Clock,
  type LucideIcon,
  Minus,
  OctagonPause,
  Siren,
  TriangleAlert,
} from 'lucide-react';
import { Badge, type Tone } from '#components/badge.tsx';

const CRITICALITY_TEXT: Readonly<Record<Criticality, string>> = {
  critical: 'Shed last of all in an incident',
  high: 'Shed after normal and low',
  normal: 'Shed after low',
  low: 'Shed first in an incident',
};

const CRITICALITY_ICONS: Readonly<Record<Criticality, LucideIcon>> = {
  critical: ChevronsUp,
  high: ChevronUp,
  normal: Minus,
  low: ChevronDown,
};

export function CriticalityBadge({ criticality }: { readonly criticality: Criticality }) {
  return (
    <Badge
      tone={criticality === 'critical' ? 'note' : 'plain'}
      icon={CRITICALITY_ICONS[criticality]}
      title={CRITICALITY_TEXT[criticality]}
    >
      {criticality}
    </Badge>
  );
}

const STATES: Readonly<Record<UseCaseState, { label: string; icon: LucideIcon; tone: Tone; title: string }>> = {
  stalled: {
    label: 'stalled',
    icon: OctagonPause,
    tone: 'bad',
    title: 'Jobs have waited for 5 minutes, and longer than they may, and none has ended in that time',
  },
  late: {
    label: 'late',
    icon: Clock,
    tone: 'bad',
    title: 'Jobs of the last 5 minutes started after their deadline, or the next one waits beyond it',
  },
  failing: {
    label: 'failing',
    icon: TriangleAlert,
    tone: 'warn',
    title: 'At least one attempt in ten failed in the last 5 minutes',
  },
  held: {
    label: 'held',
    icon: Siren,
    tone: 'warn',
    title: 'Incident mode lets only more critical work start: what is ready waits until it ends',
  },
  paused: {
    label: 'paused',
    icon: CirclePause,
    tone: 'warn',
    title: 'Somebody paused it: nothing of it starts, and what is submitted waits',
  },
  busy: {
    label: 'busy',
    icon: CircleDotDashed,
    tone: 'plain',
    title: 'Jobs wait or run, none of them late; none has ended in 5 minutes',
  },
  onTime: {
    label: 'on time',
    icon: CircleCheck,
    tone: 'good',
    title: 'Every job of the last 5 minutes started in time',
  },
  idle: {
    label: 'idle',
    icon: CircleDashed,
    tone: 'plain',
    title: 'Nothing has run in 5 minutes and nothing is ready',
  },
};

export const STATE_LABELS = STATES;

export function UseCaseStateBadge({ state }: { readonly state: UseCaseState }) {
  const { label, icon, tone, title } = STATES[state];
  return (
    <Badge tone={tone} icon={icon} title={title}>
      {label}
    </Badge>
  );
}
