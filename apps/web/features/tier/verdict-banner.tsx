'use client';
import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react';
import { cx } from '#lib/class-names.ts';
import { formatDuration } from '#lib/format/duration.ts';
import type { LiveState } from '#lib/live/decide-live-state.ts';
import type { Verdict, VerdictTone } from './decide-verdict.ts';

const ICONS = { good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const;
const TEXT: Readonly<Record<VerdictTone, string>> = { good: 'text-good', warn: 'text-warn', bad: 'text-bad' };
const EDGE: Readonly<Record<VerdictTone, string>> = {
  good: 'border-l-good',
  warn: 'border-l-warn',
  bad: 'border-l-bad',
};

interface VerdictBannerProps {
  readonly verdict: Verdict;
  readonly state: LiveState;
}

/** How long ago the figures were true, where that is too long to speak of now. */
function staleness(state: LiveState): string | null {
  if (state.kind !== 'old' && state.kind !== 'unreachable') return null;
  return state.ageMs === null ? 'a while' : formatDuration(Math.floor(state.ageMs / 1_000) * 1_000);
}

export function VerdictBanner({ verdict, state }: VerdictBannerProps) {
  const age = staleness(state);
  const Icon = age === null ? ICONS[verdict.tone] : CircleHelp;
  return (
    <section
      aria-label="Health of the tier"
      className={cx(
        'rounded-lg border border-l-4 border-line bg-surface px-4 py-4 shadow-(--shadow-raised) sm:px-5',
        age === null ? EDGE[verdict.tone] : 'border-l-line-strong',
      )}
    >
      <p className="flex items-start gap-2.5 text-lg leading-snug font-semibold sm:text-xl">
        <Icon
          aria-hidden="true"
          className={cx('mt-0.5 size-5.5 shrink-0', age === null ? TEXT[verdict.tone] : 'text-muted')}
        />
        <span>{age === null ? verdict.sentence : `What holds now is unknown. ${age} ago: ${verdict.sentence}`}</span>
      </p>
      <dl className="mt-3 grid gap-x-8 gap-y-2 sm:grid-cols-3 sm:pl-8">
        {verdict.evidence.map(({ key, question, tone, answer }) => {
          const EvidenceIcon = ICONS[tone];
          return (
            <div key={key} className="min-w-0">
              <dt className="text-xs text-muted">{question}</dt>
              <dd className="flex items-start gap-1.5 text-sm font-medium">
                <EvidenceIcon aria-hidden="true" className={cx('mt-0.5 size-4 shrink-0', TEXT[tone])} />
                <span>
                  <span className="sr-only">
                    {tone === 'good' ? 'Good: ' : tone === 'warn' ? 'Warning: ' : 'Bad: '}
                  </span>
                  {answer}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
