import type { CapacityGroup, CapacitySortKey } from '@leeway/domain/report-query';
import type { CapacityRow } from '@leeway/domain/sharing-views';
import { Badge } from '#components/badge.tsx';
import type { DataColumn } from '#components/data-table.tsx';
import { UseCaseLink } from '#components/use-case-link.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { formatCount, formatNoun, formatShare } from '#lib/format/number.ts';
import { formatCpuQuota } from './format-limits.ts';

type Column = DataColumn<CapacityRow, CapacitySortKey>;

const NAME: Column = {
  key: 'name',
  title: 'Use case',
  isText: true,
  cell: (row) => (
    <span className="inline-flex flex-wrap items-center gap-2">
      <UseCaseLink name={row.name} />
      {row.isOpportunistic && <Badge title="Runs when the pool has room, within 24 hours">opportunistic</Badge>}
    </span>
  ),
};

const TEAM: Column = { key: 'team', title: 'Team', isText: true, cell: (row) => row.team };

const TEAM_NAME: Column = {
  key: 'name',
  title: 'Team',
  isText: true,
  cell: (row) => (
    <>
      <span className="font-medium">{row.name}</span>
      <span className="ml-2 text-xs text-muted">{formatNoun(row.useCaseCount, 'use case')}</span>
    </>
  ),
};

const FIGURES: readonly Column[] = [
  {
    key: 'cpu',
    title: 'CPU used',
    isNumber: true,
    cell: (row) => <CpuUsed row={row} />,
  },
  {
    key: 'pool',
    title: 'Part of the pool',
    isNumber: true,
    cell: (row) => formatShare(row.poolShare),
  },
  {
    key: 'quota',
    title: 'CPU quota',
    isNumber: true,
    cell: (row) => <Quota row={row} />,
  },
  {
    key: 'received',
    title: 'Received',
    isNumber: true,
    cell: (row) => formatCount(row.receivedCount),
  },
  {
    key: 'executed',
    title: 'Executed',
    isNumber: true,
    cell: (row) => formatCount(row.executedCount),
  },
  {
    key: 'share',
    title: 'Executed of received',
    isNumber: true,
    cell: (row) => (row.executedShare === null ? 'none received' : formatShare(row.executedShare)),
  },
];

function CpuUsed({ row }: { readonly row: CapacityRow }) {
  return (
    <span className="flex flex-col lg:items-end">
      {formatDuration(row.cpuMs)}
      {row.grantedCpuMs > 0 && <span className="text-xs text-muted">{formatDuration(row.grantedCpuMs)} by bursts</span>}
    </span>
  );
}

function Quota({ row }: { readonly row: CapacityRow }) {
  if (row.cpuQuotaMsPerSecond === null) return <span className="text-muted">{formatCpuQuota(null)}</span>;
  return (
    <span className="flex flex-col lg:items-end">
      {formatCpuQuota(row.cpuQuotaMsPerSecond)}
      <span className="text-xs text-muted">{formatShare(row.quotaShare)} used</span>
    </span>
  );
}

export const CAPACITY_COLUMNS: Readonly<Record<CapacityGroup, readonly Column[]>> = {
  useCase: [NAME, TEAM, ...FIGURES],
  team: [TEAM_NAME, ...FIGURES],
};
