import type { RemoteWaiting } from '@leeway/domain/sharing-views';
import { Siren } from 'lucide-react';
import { Badge } from '#components/badge.tsx';
import { Notice } from '#components/notice.tsx';
import { Panel } from '#components/panel.tsx';
import { UseCaseLink } from '#components/use-case-link.tsx';
import { CriticalityBadge, UseCaseStateBadge } from '#features/use-cases/badges.tsx';
import { formatNoun, formatWhole } from '#lib/format/number.ts';

interface RemoteWaitingPanelProps {
  readonly rows: readonly RemoteWaiting[];
  /** There may be more than are listed. */
  readonly cutFrom: number | null;
}

/** Use cases whose own programs take their jobs: how many they have not taken; for how long nobody can tell. */
export function RemoteWaitingPanel({ rows, cutFrom }: RemoteWaitingPanelProps) {
  return (
    <Panel
      title="Taken by their own programs"
      hint="Jobs that are due and wait until a program of their team asks for them"
      flush
    >
      {cutFrom !== null && (
        <div className="px-4 pb-3">
          <Notice tone="note">
            These are the {formatWhole(rows.length)} with the largest backlog, of {formatNoun(cutFrom, 'use case')}.
          </Notice>
        </div>
      )}
      <ul aria-label="Use cases with their own programs">
        {rows.map((row) => (
          <Row key={row.name} row={row} />
        ))}
      </ul>
    </Panel>
  );
}

function Row({ row }: { readonly row: RemoteWaiting }) {
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-48">
        <UseCaseLink name={row.name} />
        <p className="text-sm text-muted">team {row.team}</p>
      </div>
      <p className="flex flex-wrap gap-2">
        {row.isPaused && <UseCaseStateBadge state="paused" />}
        {row.isHeld && (
          <Badge tone="bad" icon={Siren}>
            incident mode
          </Badge>
        )}
        <CriticalityBadge criticality={row.criticality} />
      </p>
      <p className="text-sm sm:min-w-40 sm:text-right">
        <span className="font-medium">{formatNoun(row.waitingCount, 'job')}</span>{' '}
        {row.waitingCount === 1 ? 'waits' : 'wait'}
        <span className="block text-xs text-muted">
          {row.leasedCount === 0 ? 'none is taken now' : `${formatWhole(row.leasedCount)} taken now`}
        </span>
      </p>
    </li>
  );
}
