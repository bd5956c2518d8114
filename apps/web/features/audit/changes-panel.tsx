'use client';
import type { AuditEntryView } from '@leeway/domain/views';
import { History } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { Time } from '#components/time.tsx';
import { DownloadCsv } from '#features/csv/download-csv.tsx';
import { DifferenceList } from '#features/use-case-form/difference-list.tsx';
import { CHANGES_CSV, changeLines } from './changes-csv.ts';
import { actionText, differencesOf, partName } from './describe-entry.ts';
import { type ChangesOf, useChanges, useEveryChange } from './use-changes.ts';

export function ChangesPanel({ of }: { readonly of: ChangesOf }) {
  const { entries, error, hasMore, isReadingMore, readMore, readAgain } = useChanges(of);
  const readEvery = useEveryChange(of);
  const newest = entries?.[0];
  return (
    <Panel
      title="Changes"
      hint="Who changed what, and why; entries can never be altered"
      flush
      actions={
        newest !== undefined && (
          <DownloadCsv
            name={`changes-${'useCase' in of ? of.useCase : of.objectType}`}
            asOf={newest.at}
            columns={CHANGES_CSV}
            rows={async () => changeLines(await readEvery())}
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
            <Entry key={entry.seq} entry={entry} />
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

function Entry({ entry }: { readonly entry: AuditEntryView }) {
  const part = partName(entry);
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div>
        <p className="font-medium">{entry.actor}</p>
        <p className="text-sm text-muted">
          {actionText(entry.action)}
          {part !== '' && <span className="break-all"> {part}</span>}, <Time at={entry.at} />
        </p>
        {entry.reason !== '' && <p className="mt-1 text-sm break-words">“{entry.reason}”</p>}
      </div>
      <DifferenceList differences={differencesOf(entry)} empty="No field changed" />
    </li>
  );
}
