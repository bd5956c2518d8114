import { isoOrNull } from '#features/csv/csv-column.ts';

/** The period beside each row, so that files of several periods can be put together. */
export function periodCsv({ fromAt, toAt }: { readonly fromAt: number; readonly toAt: number }) {
  return [
    { title: 'From (UTC)', value: () => isoOrNull(fromAt) },
    { title: 'To (UTC)', value: () => isoOrNull(toAt) },
  ];
}
