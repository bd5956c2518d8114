import type { ListedGrant } from '@leeway/domain/capacity-views';
import { Panel } from '#components/panel.tsx';
import { type PlainColumn, PlainTable } from '#components/plain-table.tsx';
import { Time } from '#components/time.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { formatShare } from '#lib/format/number.ts';
import { inForceMs, type KindUse, prepareGrantUse } from './prepare-grant-use.ts';

const COLUMNS: readonly PlainColumn<KindUse>[] = [
  { title: 'Limit', cell: ({ label }) => label },
  { title: 'Used beyond the policy', cell: ({ used }) => <span className="font-medium">{used}</span>, isNumber: true },
  { title: 'Given so far', cell: ({ given }) => given, isNumber: true },
  {
    title: 'Part',
    cell: ({ share }) => (share === null ? <span className="text-muted">gives nothing</span> : formatShare(share)),
    isNumber: true,
  },
];

/** What was used of a grant, of what it has given. @param now the store's */
export function GrantUsePanel({ grant, now }: { readonly grant: ListedGrant; readonly now: number }) {
  const { used } = grant;
  return (
    <Panel
      title="What was used of it"
      hint={`Beyond the policy as it is now, in the ${formatDuration(inForceMs(grant, now))} that it was in force; counted when jobs end, some seconds behind`}
      flush
    >
      <PlainTable
        label="What was used of it"
        rows={prepareGrantUse(grant, now)}
        rowKey={({ kind }) => kind}
        columns={COLUMNS}
      />
      <p className="border-t border-line px-4 py-2.5 text-sm text-muted">
        {used === null ? (
          'Nothing yet: the policy has been enough.'
        ) : (
          <>
            First used <Time at={used.firstAt} />, last <Time at={used.lastAt} />. Its jobs held{' '}
            {formatDuration(used.slotMs)} of worker slots that the policy would not have given them.
          </>
        )}
      </p>
    </Panel>
  );
}
