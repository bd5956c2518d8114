'use client';
import type { UseCaseGrants } from '@leeway/domain/capacity-views';
import { ArrowRight } from 'lucide-react';
import { useTimeZone } from '#lib/clock.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatMoment } from '#lib/format/time.ts';
import { type GrantDraft, type PreviewLine, previewDraft } from './grant-draft.ts';

const EFFECTS: Readonly<Record<PreviewLine['effect'], string>> = {
  lifts: '',
  none: 'no more than the policy: no effect',
  another: 'another grant gives as much already',
};

/** What a grant will mean, in numbers, before it is given. */
export function GrantPreview({ draft, grants }: { readonly draft: GrantDraft; readonly grants: UseCaseGrants }) {
  const timeZone = useTimeZone();
  const isPlanned = draft.trafficClass === 'majorEvent';
  const startsAt = isPlanned ? Date.parse(draft.startsLocal) : grants.asOf;
  const endsAt = startsAt + draft.durationMs;
  return (
    <section aria-label="What it will mean" className="rounded-md border border-line bg-sunken px-3 py-2.5">
      <h3 className="font-medium">What it will mean</h3>
      <dl className="mt-1 flex flex-col gap-1 text-sm">
        {previewDraft(draft, grants).map(({ kind, label, before, after, effect }) => (
          <div key={kind} className="grid gap-x-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <dt className="text-muted">{label}</dt>
            <dd className="flex flex-wrap items-center gap-x-1.5">
              <span>{before}</span>
              <ArrowRight aria-label="becomes" className="size-3.5 shrink-0 text-muted" />
              <span className="font-semibold">{after}</span>
              {effect !== 'lifts' && <span className="text-warn">{EFFECTS[effect]}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-sm text-muted">
        {Number.isFinite(endsAt)
          ? `${isPlanned ? `From ${formatMoment(startsAt, timeZone)}` : 'From now'} for ${formatDuration(draft.durationMs)}, until ${formatMoment(endsAt, timeZone)}. `
          : ''}
        It ends by itself, also when everything is down; then the use case goes back to its policy.
      </p>
    </section>
  );
}
