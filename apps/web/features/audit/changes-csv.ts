import type { AuditEntryView } from '@leeway/domain/views';
import { type CsvColumn, isoOrNull } from '#features/csv/csv-column.ts';
import { actionText, differencesOf } from './describe-entry.ts';

/** One field that one entry changed; an entry that changed none has a line too. */
interface ChangeLine {
  readonly entry: AuditEntryView;
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

export function changeLines(entries: readonly AuditEntryView[]): ChangeLine[] {
  return entries.flatMap((entry): ChangeLine[] => {
    const lines = differencesOf(entry).map(({ label, before, after }) => ({ entry, field: label, before, after }));
    return lines.length > 0 ? lines : [{ entry, field: null, before: null, after: null }];
  });
}

export const CHANGES_CSV: readonly CsvColumn<ChangeLine>[] = [
  { title: 'When (UTC)', value: ({ entry }) => isoOrNull(entry.at) },
  { title: 'Who', value: ({ entry }) => entry.actor },
  { title: 'Action', value: ({ entry }) => entry.action },
  { title: 'In words', value: ({ entry }) => actionText(entry.action) },
  { title: 'Of', value: ({ entry }) => entry.objectType },
  { title: 'Name', value: ({ entry }) => entry.objectName },
  { title: 'Field', value: (line) => line.field },
  { title: 'Before', value: (line) => line.before },
  { title: 'After', value: (line) => line.after },
  { title: 'Reason', value: ({ entry }) => entry.reason },
  { title: 'Number of the entry', value: ({ entry }) => entry.seq },
];
