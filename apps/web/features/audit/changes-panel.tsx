'use client';
import type { AuditEntryView } from '@leeway/domain/views';
import { History } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { Time } from '#components/time.tsx';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { DifferenceList } from '#features/use-case-form/difference-list.tsx';
import { CHANGES_CSV, changeLines } from './changes-csv.ts';
import { actionText, differencesOf, partName, subjectOf } from './describe-entry.ts';
import { type ChangesOf, useChanges, useEveryChange } from './use-changes.ts';

interface ChangesPanelProps {
  readonly of: ChangesOf;
  /** Where the page is not of one thing: each entry names its own. */
  readonly isOfAll?: boolean;
}

export function ChangesPanel({ of, isOfAll = false }: ChangesPanelProps) {
  const { entries, error, hasMore, isReadingMore, readMore, readAgain } = useChanges(of);
  const readEvery = useEveryChange(of);
  const newest = entries?.[0];
  return (
    <Panel
      title={isOfAll ? 'Log' : 'Changes'}
      hint="Who changed what, and why; no entry can be altered without a trace"
      flush
      actions={
        newest !== undefined && (
          <DownloadCsv
            name={`changes-${of.useCase ?? of.objectType ?? 'of-all'}`}
            read={async () => ({ asOf: newest.at, columns: CHANGES_CSV, rows: changeLines(await readEvery()) })}
          />
        )
      }
    >
      {entries === undefined && !error && <Skeleton className="mx-4 mb-3 h-48" label="Reading the changes" />}
      {entries === undefined && error && <ReadProblem error={error} onRetry={readAgain} />}
      {entries?.length === 0 && (
        <EmptyState icon={History} title="No change on record">
          Registrations and changes made by people are listed here.
        </EmptyState>
      )}
      {entries !== undefined && entries.length > 0 && (
        <ol className="divide-y divide-line border-t border-line">
          {entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} isOfAll={isOfAll} />
          ))}
        </ol>
      )}
      {hasMore && (
        <div className="border-t border-line px-4 py-3 text-center">
          <Button size="sm" onClick={readMore} disabled={isReadingMore}>
            {isReadingMore ? 'Reading…' : 'Show more'}
          </Button>
        </div>
      )}
    </Panel>
  );
}

interface EntryProps {
  readonly entry: AuditEntryView;
  readonly isOfAll: boolean;
}

function Entry({ entry, isOfAll }: EntryProps) {
  const part = partName(entry);
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div>
        {isOfAll ? <Subject entry={entry} /> : <p className="font-medium">{entry.actor}</p>}
        <p className="text-sm text-muted">
          {isOfAll && <span className="font-medium text-text">{entry.actor} </span>}
          {actionText(entry.action)}
          {part !== '' && <span className="wrap-anywhere"> {part}</span>}, <Time at={entry.at} />
          <span className="ml-2 font-mono text-xs whitespace-nowrap" title="Its number in the log">
            #{entry.seq}
          </span>
        </p>
        {entry.reason !== '' && <p className="mt-1 text-sm break-words">“{entry.reason}”</p>}
      </div>
      <DifferenceList differences={differencesOf(entry)} empty="No field changed" folds />
    </li>
  );
}

/** What was changed, with the way to its page. */
function Subject({ entry }: Pick<EntryProps, 'entry'>) {
  const { label, href } = subjectOf(entry);
  if (href === null) return <p className="font-mono font-medium wrap-anywhere">{label}</p>;
  return (
    <Link
      href={href}
      className="inline-block font-mono font-medium wrap-anywhere hover:underline max-sm:-my-3 max-sm:py-3"
    >
      {label}
    </Link>
  );
}
