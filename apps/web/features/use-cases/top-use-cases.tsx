'use client';
import type { UseCaseSummary } from '@leeway/domain/views';
import { ArrowRight, Plus } from 'lucide-react';
import Link from 'next/link';
import { ButtonLink } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { Sparkline } from '#features/charts/sparkline.tsx';
import { formatCount, formatRate } from '#lib/format/number.ts';
import { UseCaseStateBadge } from './badges.tsx';
import { DelayAgainstTolerance } from './delay-against-tolerance.tsx';

/** The first few use cases, in the order of who needs a look. */
export function TopUseCases({ rows }: { readonly rows: readonly UseCaseSummary[] | undefined }) {
  return (
    <Panel
      title="Use cases to look at"
      hint="Stalled and late first, then the largest backlog; figures of the last 5 minutes"
      flush
      actions={
        <ButtonLink href="/use-cases" tone="quiet" size="sm">
          All <ArrowRight aria-hidden="true" />
        </ButtonLink>
      }
    >
      {rows === undefined && <Skeleton className="mx-4 my-3 h-64" label="Reading the use cases" />}
      {rows?.length === 0 && (
        <EmptyState
          icon={Plus}
          title="No use case yet"
          action={
            <ButtonLink href="/use-cases/new" tone="primary">
              Register a use case
            </ButtonLink>
          }
        >
          A use case names the function to run, who owns it, and how late it may start.
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <TopRow key={row.name} row={row} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function TopRow({ row }: { readonly row: UseCaseSummary }) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-t border-line px-4 py-2.5 hover:bg-hover sm:grid-cols-[minmax(0,1fr)_5.25rem_9rem_8.5rem]">
      <div className="min-w-0">
        <Link
          href={`/use-cases/${encodeURIComponent(row.name)}`}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {row.name}
        </Link>
        <p className="truncate text-xs text-muted">
          {row.team} · {formatCount(row.readyCount)} ready
        </p>
      </div>
      <div>
        <UseCaseStateBadge state={row.state} />
      </div>
      <DelayAgainstTolerance p95Ms={row.p95Ms} toleranceMs={row.delayToleranceMs} />
      <p className="flex items-center justify-end gap-2 text-sm">
        <Sparkline values={row.doneTrend} width={64} />
        <span className="w-16 text-right">{formatRate(row.donePerSecond)}</span>
      </p>
    </li>
  );
}
