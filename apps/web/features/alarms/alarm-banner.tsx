'use client';
import type { AlarmView } from '@leeway/domain/alarm';
import { TriangleAlert } from 'lucide-react';
import { CodeBlock } from '#components/code-block.tsx';
import { Time } from '#components/time.tsx';
import { describeAlarm } from './describe-alarm.ts';

interface AlarmBannerProps {
  readonly alarm: AlarmView;
  readonly asOf: number;
}

/** Something that a person should look at: what it is, who it is, and what to do. */
export function AlarmBanner({ alarm, asOf }: AlarmBannerProps) {
  const { headline, why, facts, sinceAt, heldFor, remedy, statement, oldSinceAt } = describeAlarm(alarm, asOf);
  return (
    <section
      aria-label="Alarm"
      className="rounded-lg border border-l-4 border-line border-l-warn bg-surface px-4 py-4 shadow-(--shadow-raised) sm:px-5"
    >
      <p role="alert" className="flex items-start gap-2.5 text-lg leading-snug font-semibold">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-5.5 shrink-0 text-warn" />
        <span>{headline}</span>
      </p>
      <div className="mt-2 flex flex-col gap-3 text-sm sm:pl-8">
        <p>
          {why} Held for {heldFor}, since <Time at={sinceAt} show="absolute" />.
          {oldSinceAt !== null && (
            <span className="text-muted">
              {' '}
              No engine has looked since <Time at={oldSinceAt} show="absolute" />: it may be over.
            </span>
          )}
        </p>
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1">
          {facts.map(([fact, value]) => (
            <div key={fact} className="contents">
              <dt className="text-muted">{fact}</dt>
              <dd className="font-mono text-xs leading-relaxed break-words">{value}</dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-col gap-1.5">
          <p>{remedy}</p>
          <CodeBlock code={statement} what="statement" />
        </div>
      </div>
    </section>
  );
}
