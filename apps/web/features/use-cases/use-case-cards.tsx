'use client';
import type { UseCaseSummary } from '@leeway/domain/views';
import Link from 'next/link';
import { Sparkline } from '#features/charts/sparkline.tsx';
import { formatCount, formatRate } from '#lib/format/number.ts';
import { UseCaseStateBadge } from './badges.tsx';
import { DelayAgainstTolerance } from './delay-against-tolerance.tsx';

/** The list for a phone. */
export function UseCaseCards({ rows }: { readonly rows: readonly UseCaseSummary[] }) {
  return (
    <ul className="flex flex-col gap-2.5 lg:hidden">
      {rows.map((row) => (
        <Card key={row.name} row={row} />
      ))}
    </ul>
  );
}

function Card({ row }: { readonly row: UseCaseSummary }) {
  const counts = [
    { label: 'Ready', value: row.readyCount },
    { label: 'Delayed', value: row.delayedCount },
    { label: 'Dead', value: row.deadCount },
    { label: 'Failed', value: row.failedCount },
  ];
  return (
    <li className="relative rounded-lg border border-line bg-surface px-4 py-3 shadow-(--shadow-raised)">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <Link
            href={`/use-cases/${encodeURIComponent(row.name)}`}
            className="font-medium wrap-anywhere after:absolute after:inset-0"
          >
            {row.name}
          </Link>
          <p className="text-xs text-muted">
            {row.team} · {row.criticality}
          </p>
        </div>
        <UseCaseStateBadge state={row.state} />
      </div>
      <div className="mt-2.5 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <DelayAgainstTolerance p95Ms={row.p95Ms} toleranceMs={row.delayToleranceMs} />
        <span className="flex items-center gap-2 text-sm">
          <Sparkline values={row.doneTrend} />
          {formatRate(row.donePerSecond)}
        </span>
      </div>
      <dl className="mt-2.5 grid grid-cols-4 gap-2 border-t border-line pt-2 text-sm">
        {counts.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-xs text-muted">{label}</dt>
            <dd className="font-medium">{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
