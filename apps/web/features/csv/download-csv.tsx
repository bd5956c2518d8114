'use client';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { formatNoun } from '#lib/format/number.ts';
import { problemOf } from '#lib/problem.ts';
import { type CsvColumn, csvFileName } from './csv-column.ts';
import { saveFile } from './save-file.ts';

interface DownloadCsvProps<Row> {
  /** What the rows are of: part of the file's name. */
  readonly name: string;
  /** The instant of the figures. */
  readonly asOf: number;
  readonly columns: readonly CsvColumn<Row>[];
  /** Every row of what is chosen, in its order, not only the page on screen. */
  readonly rows: () => readonly Row[] | Promise<readonly Row[]>;
}

export function DownloadCsv<Row>({ name, asOf, columns, rows }: DownloadCsvProps<Row>) {
  const download = useMutation({
    mutationFn: async () => {
      // What writes the file is loaded when somebody wants one.
      const [{ writeCsv }, all] = await Promise.all([import('./write-csv.ts'), rows()]);
      saveFile(csvFileName(name, asOf), writeCsv(all, columns), 'text/csv;charset=utf-8');
      return all.length;
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
