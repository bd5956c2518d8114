import type { FairnessSortKey } from '@leeway/domain/report-query';
import type { FairnessUse } from '@leeway/domain/sharing-views';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { Badge } from '#components/badge.tsx';
import type { DataColumn } from '#components/data-table.tsx';
import { UseCaseLink } from '#components/use-case-link.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { formatShare, formatWhole } from '#lib/format/number.ts';
import { GateShares } from './gate-shares.tsx';
import { judgeRatio } from './judge-ratio.ts';

type Column = DataColumn<FairnessUse, FairnessSortKey>;
type Figure = Pick<Column, 'key' | 'title'> & { readonly read: (row: FairnessUse) => number };

const slotTime = ({ key, title, read }: Figure): Column => ({
  key,
  title,
  isNumber: true,
  cell: (row) => formatDuration(read(row)),
});

/** Of a use case that was never backlogged nothing was compared. */
const compared = (figure: Figure): Column => ({
  ...slotTime(figure),
  cell: (row) =>
    row.backloggedMs === 0 ? (
      <span className="whitespace-normal text-muted">not compared</span>
    ) : (
      formatDuration(figure.read(row))
    ),
});

function Ratio({ ratio }: { readonly ratio: number | null }) {
  const { tone, label } = judgeRatio(ratio);
  const icon = tone === 'good' ? CircleCheck : tone === 'plain' ? CircleDashed : TriangleAlert;
  return (
    <span className="inline-flex flex-col items-start gap-0.5 lg:items-end">
      {ratio !== null && <span className="font-medium">{formatShare(ratio)}</span>}
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
    </span>
  );
}

export const FAIRNESS_COLUMNS: readonly Column[] = [
  {
    key: 'name',
    title: 'Use case',
    isText: true,
    cell: (row) => <UseCaseLink name={row.name} />,
  },
  { key: 'team', title: 'Team', isText: true, cell: (row) => row.team },
  {
    key: 'weight',
    title: 'Weight',
    isNumber: true,
    // The page of the use case tells it too.
    className: 'hidden 2xl:table-cell',
    cell: (row) => formatWhole(row.fairWeight),
  },
  slotTime({ key: 'backlogged', title: 'Backlogged', read: (row) => row.backloggedMs }),
  compared({ key: 'entitled', title: 'Entitled to', read: (row) => row.entitledMs }),
  compared({ key: 'received', title: 'Received', read: (row) => row.receivedMs }),
  {
    key: 'ratio',
    title: 'Ratio',
    isNumber: true,
    isText: true,
    cell: (row) => <Ratio ratio={row.ratio} />,
  },
  slotTime({ key: 'suffered', title: 'Suffered', read: (row) => row.sufferedMs }),
  slotTime({ key: 'caused', title: 'Caused', read: (row) => row.causedMs }),
  {
    key: 'gates',
    title: 'Waited at',
    isWide: true,
    cell: (row) => <GateShares gates={row.gates} />,
  },
];
