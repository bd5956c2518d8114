import type { HeldUp } from '@leeway/domain/sharing-views';
import { CellLink } from '#components/cell-link.tsx';
import { Panel } from '#components/panel.tsx';
import { type PlainColumn, PlainTable } from '#components/plain-table.tsx';
import { formatDuration } from '#lib/format/duration.ts';

const linkTo = (name: string) => <CellLink href={`/use-cases/${encodeURIComponent(name)}`}>{name}</CellLink>;

const COLUMNS: readonly PlainColumn<HeldUp>[] = [
  { title: 'Had more than its part', cell: ({ culprit }) => linkTo(culprit) },
  { title: 'And held up', cell: ({ victim }) => linkTo(victim) },
  { title: 'By', cell: ({ slotMs }) => formatDuration(slotMs), isNumber: true },
];

/** Who held up whom in a period. */
export function HeldUpPanel({ pairs }: { readonly pairs: readonly HeldUp[] }) {
  return (
    <Panel
      title="Who held up whom"
      hint="Slot time that one had beyond its entitlement while the other lacked it: the largest pairs of each minute"
      flush
    >
      {pairs.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-sm text-muted">Nobody held up anybody.</p>
      ) : (
        <PlainTable
          label="Who held up whom"
          rows={pairs}
          rowKey={({ culprit, victim }) => `${culprit}/${victim}`}
          columns={COLUMNS}
        />
      )}
    </Panel>
  );
}
