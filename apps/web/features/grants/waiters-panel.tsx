import type { GrantDetail, GrantWaiter } from '@leeway/domain/capacity-views';
import { CellLink } from '#components/cell-link.tsx';
import { Panel } from '#components/panel.tsx';
import { type PlainColumn, PlainTable } from '#components/plain-table.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { formatNoun } from '#lib/format/number.ts';

const COLUMNS: readonly PlainColumn<GrantWaiter>[] = [
  {
    title: 'Use case',
    cell: ({ useCase }) => <CellLink href={`/use-cases/${encodeURIComponent(useCase)}`}>{useCase}</CellLink>,
  },
  { title: 'Team', cell: ({ team }) => team, isExtra: true },
  { title: 'Slot time lost', cell: ({ slotMs }) => formatDuration(slotMs), isNumber: true },
  {
    title: 'Held up by',
    cell: ({ heldUpMs }) => <span className="font-medium">{formatDuration(heldUpMs)}</span>,
    isNumber: true,
  },
];

/** Who waited longer for a grant, and by how much. */
export function WaitersPanel({ detail: { grant, waiters } }: { readonly detail: GrantDetail }) {
  const more = grant.waiterCount - waiters.length;
  return (
    <Panel
      title="Who waited longer for it"
      hint="Those who stood ready meanwhile and would have had its slots, by their weights: how much later they came to their jobs"
      flush
    >
      {waiters.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-sm text-muted">
          {grant.state === 'planned' ? 'It has not begun.' : 'Nobody: the pool had room for all that it let start.'}
        </p>
      ) : (
        <PlainTable label="Who waited longer" rows={waiters} rowKey={({ useCase }) => useCase} columns={COLUMNS} />
      )}
      {more > 0 && (
        <p className="border-t border-line px-4 py-2.5 text-sm text-muted">
          And {formatNoun(more, 'use case')} more that waited less.
        </p>
      )}
    </Panel>
  );
}
