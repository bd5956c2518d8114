import papa from 'papaparse';
import type { CsvColumn, CsvValue } from './csv-column.ts';

/** What a spreadsheet would take for a formula, full-width signs among them; the library's own rule lets it pass before a line break. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
/** Without it a spreadsheet does not read the text as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** Rows as RFC 4180 wants them, with a line of titles; text that looks like a formula gets an apostrophe before it. */
export function writeCsv<Row>(rows: readonly Row[], columns: readonly CsvColumn<Row>[]): string {
  const fields = columns.map(({ title }) => title);
  const data = rows.map((row) => columns.map(({ value }) => plain(value(row))));
  return BYTE_ORDER_MARK + papa.unparse({ fields, data }, { escapeFormulae: FORMULA });
}

function plain(value: CsvValue): CsvValue {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
