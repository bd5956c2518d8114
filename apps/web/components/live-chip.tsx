'use client';
import { CirclePause, Clock, LoaderCircle, Pause, Pin, Play, Radio, Unplug } from 'lucide-react';
import { cx } from '#lib/class-names.ts';
import { useTimeZone } from '#lib/clock.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatInstant } from '#lib/format/time.ts';
import type { LiveState } from '#lib/live/decide-live-state.ts';
import { useLivePause } from '#lib/live/live-pause.tsx';
import { Badge, type Tone } from './badge.tsx';
import { Button } from './button.tsx';

const LOOKS = {
  connecting: { icon: LoaderCircle, tone: 'plain' },
  live: { icon: Radio, tone: 'good' },
  paused: { icon: CirclePause, tone: 'plain' },
  pinned: { icon: Pin, tone: 'note' },
  old: { icon: Clock, tone: 'warn' },
  unreachable: { icon: Unplug, tone: 'bad' },
} as const satisfies Record<LiveState['kind'], { icon: unknown; tone: Tone }>;

function wording(state: LiveState): string {
  switch (state.kind) {
    case 'connecting':
      return 'Connecting';
    case 'live':
      return 'Live';
    case 'paused':
      return 'Paused';
    case 'pinned':
      return 'Fixed range';
    case 'old':
      return `Old ${ageText(state.ageMs)}`;
    case 'unreachable':
      return state.ageMs === null ? 'Not reachable' : `Not reachable, old ${ageText(state.ageMs)}`;
  }
}

const ageText = (ageMs: number) => formatDuration(Math.floor(ageMs / 1_000) * 1_000);

/** How fresh the page is, in words, and the switch that stops it. */
export function LiveChip({ state, asOf }: { readonly state: LiveState; readonly asOf: number | null }) {
  const { isPaused, toggle } = useLivePause();
  const timeZone = useTimeZone();
  const { icon, tone } = LOOKS[state.kind];
  const title = asOf === null ? 'Nothing has been read yet' : `As of ${formatInstant(asOf, timeZone)}`;
  return (
    <div className="flex items-center gap-1" data-live={state.kind}>
      <span className={cx(state.kind === 'live' && '[&_svg]:motion-safe:animate-[breathe_2.4s_ease-in-out_infinite]')}>
        <Badge tone={tone} icon={icon} title={title}>
          {wording(state)}
        </Badge>
      </span>
      {state.kind !== 'pinned' && (
        <Button
          tone="quiet"
          size="icon"
          onClick={toggle}
          aria-pressed={isPaused}
          title={isPaused ? 'Go on (P)' : 'Pause (P)'}
        >
          {isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          <span className="sr-only">Pause live figures</span>
        </Button>
      )}
    </div>
  );
}
