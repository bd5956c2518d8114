'use client';
import type { UseCaseGrants } from '@leeway/domain/capacity-views';
import { Zap } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { GRANTABLE } from '#features/capacity/format-limits.ts';
import { useStoreNow } from '#lib/live/use-store-now.ts';
import { GrantList } from './grant-list.tsx';
import { useGrants } from './use-grants.ts';

interface BurstsTabProps {
  readonly useCase: string;
  /** Why the reader may grant none; null where they may. */
  readonly refusal: string | null;
  readonly onGrant: () => void;
}

/** The limits of a use case as they are now, and every burst that it had. */
export function BurstsTab({ useCase, refusal, onGrant }: BurstsTabProps) {
  const { data, error, refetch } = useGrants(useCase);
  const now = useStoreNow({ asOf: data?.asOf ?? 0 });
  const grant = (
    <Button tone="primary" onClick={onGrant} disabled={refusal !== null} title={refusal ?? undefined}>
      <Zap aria-hidden="true" />
      Grant a burst
    </Button>
  );
  if (data === undefined && error) return <ReadProblem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-60" label="Reading the bursts" />;
  return (
    <div className="flex flex-col gap-4">
      <Panel title="Limits now" hint="The policy, and what the bursts in force make of it">
        <LimitsNow grants={data} />
      </Panel>
      <Panel
        title="Bursts"
        hint="Who lifted which limits, until when, and why"
        flush
        actions={data.grants.length > 0 && grant}
      >
        {data.grants.length === 0 ? (
          <EmptyState icon={Zap} title="No burst yet" action={grant}>
            A burst lifts the limits of this use case for a time, in an incident or for a major event, and ends by
            itself.
          </EmptyState>
        ) : (
          <GrantList label="All bursts" grants={data.grants} now={now} />
        )}
      </Panel>
    </div>
  );
}

function LimitsNow({ grants: { policy, effective } }: { readonly grants: UseCaseGrants }) {
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-xs text-muted">
        <tr>
          {['Limit', 'Policy', 'Now'].map((title) => (
            <th key={title} scope="col" className="py-1 pr-4 font-medium">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {GRANTABLE.map(({ kind, label, format }) => {
          const [before, after] = [format(policy), format(effective.limits)];
          return (
            <tr key={kind} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-4 font-normal text-muted">
                {label}
              </th>
              <td className="py-1.5 pr-4">{before}</td>
              <td className="py-1.5 font-medium">{after === before ? 'the same' : after}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
