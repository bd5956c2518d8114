import type { WaitingUseCase } from '@leeway/domain/sharing-views';
import { SECOND_MS } from '@leeway/domain/units';
import { Clock } from 'lucide-react';
import { Badge } from '#components/badge.tsx';
import type { DataColumn } from '#components/data-table.tsx';
import { UseCaseLink } from '#components/use-case-link.tsx';
import { CriticalityBadge } from '#features/use-cases/badges.tsx';
import { describeOpening } from '#features/waits/describe-wait.ts';
import { GateBadge } from '#features/waits/gate-badge.tsx';
import { formatDuration, UNKNOWN } from '#lib/format/duration.ts';
import { decideWaited, type WaitingSortKey } from './filter-waiting.ts';

/** What of each waiting use case is shown; ages are of the list's instant. */
export function waitingColumns(asOf: number): readonly DataColumn<WaitingUseCase, WaitingSortKey>[] {
  return [
    {
      key: 'name',
      title: 'Use case',
      isText: true,
      cell: (row) => <UseCaseLink name={row.name} />,
    },
    { key: 'team', title: 'Team', isText: true, cell: (row) => row.team },
    {
      key: 'gate',
      title: 'Waits at',
      isText: true,
      isWide: true,
      className: 'w-1/2',
      cell: (row) => <Reason row={row} asOf={asOf} />,
    },
    {
      key: 'waited',
      title: 'Has waited',
      isNumber: true,
      cell: (row) => <Waited row={row} asOf={asOf} />,
    },
    {
      key: 'criticality',
      title: 'Criticality',
      isText: true,
      cell: (row) => <CriticalityBadge criticality={row.criticality} />,
    },
  ];
}

interface CellProps {
  readonly row: WaitingUseCase;
  readonly asOf: number;
}

function Reason({ row, asOf }: CellProps) {
  const opening = describeOpening(row.reading?.opensAt ?? null, asOf);
  return (
    <div className="flex flex-col items-start gap-0.5">
      <GateBadge gate={row.gate} />
      <span className="text-sm text-muted">
        {row.reading?.text ?? 'An engine of another version says so'}
        {opening !== null && `; ${opening}`}
      </span>
    </div>
  );
}

function Waited({ row, asOf }: CellProps) {
  const waited = decideWaited(row, asOf);
  if (waited === null) return UNKNOWN;
  const rounded = Math.floor(waited.waitedMs / SECOND_MS) * SECOND_MS;
  return (
    <div className="flex flex-col items-start gap-0.5 lg:items-end">
      <span className="font-medium">{formatDuration(waited.waitedMs < SECOND_MS ? waited.waitedMs : rounded)}</span>
      <span className="text-xs text-muted">of {formatDuration(row.delayToleranceMs)} promised</span>
      {waited.isLate && (
        <Badge tone="bad" icon={Clock}>
          late
        </Badge>
      )}
    </div>
  );
}
