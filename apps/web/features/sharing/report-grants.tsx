import type { ReportedGrant } from '@leeway/domain/sharing-views';
import { CellLink } from '#components/cell-link.tsx';
import { Panel } from '#components/panel.tsx';
import { type PlainColumn, PlainTable } from '#components/plain-table.tsx';
import { Time } from '#components/time.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { formatCount, formatNoun } from '#lib/format/number.ts';

const COLUMNS: readonly PlainColumn<ReportedGrant>[] = [
  {
    title: 'Burst of',
    cell: ({ id, useCase }) => <CellLink href={`/grants/${encodeURIComponent(id)}`}>{useCase}</CellLink>,
  },
  { title: 'Team', cell: ({ team }) => team, isExtra: true },
  { title: 'Began', cell: ({ startsAt }) => <Time at={startsAt} />, isExtra: true },
  { title: 'Lasts', cell: ({ startsAt, endsAt }) => formatDuration(endsAt - startsAt), isNumber: true, isExtra: true },
  { title: 'CPU beyond policy', cell: ({ cpuMs }) => formatDuration(cpuMs), isNumber: true },
  { title: 'Jobs let in', cell: ({ submittedCount }) => formatCount(submittedCount), isNumber: true, isExtra: true },
  { title: 'Slots taken', cell: ({ slotMs }) => formatDuration(slotMs), isNumber: true, isExtra: true },
  {
    title: 'Waited longer',
    cell: ({ waiterCount }) => (waiterCount === 0 ? 'nobody' : formatNoun(waiterCount, 'use case')),
    isNumber: true,
  },
];

/** Burst grants of a period, those that took most first. */
export function ReportGrants({ grants }: { readonly grants: readonly ReportedGrant[] }) {
  return (
    <Panel
      title="Bursts in this period"
      hint="What each took beyond its policy since it began, and how many waited longer for it"
      flush
    >
      {grants.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-sm text-muted">No burst was in force.</p>
      ) : (
        <PlainTable label="Bursts in this period" rows={grants} rowKey={({ id }) => id} columns={COLUMNS} />
      )}
    </Panel>
  );
}
