'use client';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { formatNoun } from '#lib/format/number.ts';
import { problemOf } from '#lib/problem.ts';
import { type CsvColumn, csvFileName } from './csv-column.ts';
import { saveFile } from './save-file.ts';

export interface CsvFile<Row> {
  /** The instant of the figures. */
  readonly asOf: number;
  readonly columns: readonly CsvColumn<Row>[];
  /** Every row of what is chosen, in its order, not only the page on screen. */
  readonly rows: readonly Row[];
}

interface DownloadCsvProps<Row> {
  /** What the rows are of: part of the file's name. */
  readonly name: string;
  readonly read: () => CsvFile<Row> | Promise<CsvFile<Row>>;
}

export function DownloadCsv<Row>({ name, read }: DownloadCsvProps<Row>) {
  const download = useMutation({
    mutationFn: async () => {
      // What writes the file is loaded when somebody wants one.
      const [{ writeCsv }, { asOf, columns, rows }] = await Promise.all([import('./write-csv.ts'), read()]);
      saveFile(csvFileName(name, asOf), writeCsv(rows, columns), 'text/csv;charset=utf-8');
      return rows.length;
    },
    onSuccess: (count) => toast.success(`${formatNoun(count, 'row')} saved as CSV`),
    onError: (error) => toast.error(`No file was saved. ${problemOf(error).detail}`),
  });
  return (
    <Button
      size="sm"
      onClick={() => download.mutate()}
      disabled={download.isPending}
      title="Every row of what is chosen, with units in the titles"
    >
      <Download aria-hidden="true" />
      {download.isPending ? 'Reading…' : 'Download CSV'}
    </Button>
  );
}
