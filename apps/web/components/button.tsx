import Link from 'next/link';
import type { ComponentProps } from 'react';
import { cx } from '#lib/class-names.ts';

const BASE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0';

const TONES = {
  primary: 'bg-accent text-on-accent hover:not-disabled:bg-accent-hover',
  secondary: 'border border-line bg-surface text-text hover:not-disabled:bg-hover',
  quiet: 'text-muted hover:not-disabled:bg-hover hover:not-disabled:text-text',
  danger: 'border border-bad/40 bg-surface text-bad hover:not-disabled:bg-bad-soft',
} as const;

const SIZES = {
  md: 'control px-3.5 text-base',
  sm: 'control-sm px-2.5 text-sm',
  icon: 'control-icon text-sm',
} as const;

interface Look {
  readonly tone?: keyof typeof TONES;
  readonly size?: keyof typeof SIZES;
}

export function buttonClass({ tone = 'secondary', size = 'md' }: Look = {}, className?: string): string {
  return cx(BASE, TONES[tone], SIZES[size], className);
}

export function Button({ tone, size, className, type = 'button', ...rest }: Look & ComponentProps<'button'>) {
  return <button type={type} className={buttonClass({ tone, size }, className)} {...rest} />;
}

export function ButtonLink({ tone, size, className, ...rest }: Look & ComponentProps<typeof Link>) {
  return <Link className={buttonClass({ tone, size }, className)} {...rest} />;
}
