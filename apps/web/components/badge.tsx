import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '#lib/class-names.ts';

export const TONES = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  note: 'bg-note-soft text-note',
  accent: 'bg-accent-soft text-accent',
  plain: 'bg-sunken text-muted',
} as const;
export type Tone = keyof typeof TONES;

interface BadgeProps {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly title?: string;
}

/** A state in a word: the icon and the text say it, the colour only repeats it. */
export function Badge({ tone = 'plain', icon: Icon, children, title }: BadgeProps) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-5.5 items-center gap-1 rounded px-1.5 text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {Icon !== undefined && <Icon aria-hidden="true" className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}
