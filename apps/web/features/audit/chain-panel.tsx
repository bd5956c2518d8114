'use client';
import { type AuditChainView, type ChainReport, describeFault } from '@leeway/domain/audit-chain';
import { CircleCheck } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { Time } from '#components/time.tsx';
import { useSessionUser } from '#features/session/session-context.tsx';
import { formatWhole } from '#lib/format/number.ts';
import { problemOf } from '#lib/problem.ts';
import { useAuditChain, useVerifyAuditChain } from './use-audit-chain.ts';

/** Whether the log is as it was written, and the way to find out anew. */
export function ChainPanel() {
  const isAdmin = useSessionUser()?.role === 'admin';
  const { data, error, refetch } = useAuditChain();
  const verify = useVerifyAuditChain();
  const isLooking = verify.isPending || (data?.progress ?? null) !== null;
  return (
    <Panel
      title="Does the log hold?"
      hint="Each entry carries a hash over itself and the entry before: whoever changes, removes, adds or moves one breaks the chain there"
      className="mb-4"
      actions={
        isAdmin && (
          <Button size="sm" disabled={isLooking} onClick={() => verify.mutate({})}>
            {isLooking ? 'Verifying…' : 'Verify'}
          </Button>
        )
      }
    >
      {data === undefined && !error && <Skeleton className="h-10" label="Reading what is known of the log" />}
      {data === undefined && error && <ReadProblem error={error} onRetry={() => void refetch()} />}
      {verify.error && <Notice tone="bad">{problemOf(verify.error).detail}</Notice>}
      {data !== undefined && <Known view={data} />}
    </Panel>
  );
}

function Known({ view: { report, progress, hasFailed, isUnnoted } }: { readonly view: AuditChainView }) {
  return (
    <div className="flex flex-col gap-2 text-sm">
      {report !== null && <Verdict report={report} />}
      {report === null && progress === null && (
        <Notice tone="warn">Not known: the log has not been looked at since the control plane started.</Notice>
      )}
      {progress !== null && (
        <p role="status" className="text-muted">
          {progress.totalCount === 0
            ? 'Looking at every entry…'
            : `Looking at every entry: ${formatWhole(progress.verifiedCount)} of ${formatWhole(progress.totalCount)}…`}
        </p>
      )}
      {hasFailed && <Notice tone="warn">The last look did not come to its end; it is tried again in a minute.</Notice>}
      {isUnnoted && (
        <Notice tone="warn">
          The head could not be written to the file outside the database: an end that is cut off would not show.
        </Notice>
      )}
    </div>
  );
}

function Verdict({ report }: { readonly report: ChainReport }) {
  const { asOf, entryCount, fault, notes } = report;
  return (
    <>
      {fault === null ? (
        <p className="flex items-start gap-2 font-medium">
          <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
          {entryCount === 0
            ? 'It holds: there is no entry yet.'
            : `It holds: ${formatWhole(entryCount)} ${entryCount === 1 ? 'entry' : 'entries'}, each in its place and as it was written.`}
        </p>
      ) : (
        <Notice tone="bad">
          It does not hold. {describeFault(fault)}. What comes before is as it was written. Find out who could write to
          the database, and compare with a backup.
        </Notice>
      )}
      <p className="text-muted">
        Verified <Time at={asOf} />.{' '}
        {notes.lastAt === null ? (
          'The head has not been noted outside the database yet.'
        ) : (
          <>
            Compared with what was noted outside the database, last at entry {formatWhole(notes.lastSeq)},{' '}
            <Time at={Date.parse(notes.lastAt)} />.
          </>
        )}
        {notes.unsignedCount > 0 && ` ${formatWhole(notes.unsignedCount)} notes are not signed with this secret.`}
        {notes.otherStoreCount > 0 && ` ${formatWhole(notes.otherStoreCount)} notes are of another database.`}
      </p>
    </>
  );
}
