import type { JobState } from '@leeway/domain/job-state';
import { Ban, CircleCheck, CircleDashed, Clock, Hourglass, type LucideIcon, Play, Skull } from 'lucide-react';
import { Badge, type Tone } from '#components/badge.tsx';

const LOOKS: Readonly<Record<JobState, { icon: LucideIcon; tone: Tone; title: string }>> = {
  waiting: { icon: Hourglass, tone: 'note', title: 'Due: waits for a worker, or is being run right now' },
  delayed: { icon: Clock, tone: 'plain', title: 'Not due yet' },
  leased: { icon: Play, tone: 'accent', title: 'Being run, or held by a program' },
  done: { icon: CircleCheck, tone: 'good', title: 'Succeeded' },
  dead: { icon: Skull, tone: 'bad', title: 'Its last attempt failed; it is kept with its reason' },
  cancelled: { icon: Ban, tone: 'plain', title: 'Cancelled by somebody; it does not run again' },
};

export function JobStateBadge({ state }: { readonly state: JobState }) {
  const { icon = CircleDashed, tone, title } = LOOKS[state];
  return (
    <Badge tone={tone} icon={icon} title={title}>
      {state}
    </Badge>
  );
}
