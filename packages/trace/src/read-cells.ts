import type { Row } from './read-rows.ts';
import { TraceError } from './trace-error.ts';
import { MINUTES_PER_DAY, TRIGGERS, type Trigger } from './trace-function.ts';

/** Reads cells of one table; every error names file, line and column. */
export interface CellReader {
  /** Lower-case hex, at least 8 digits. */
  hash(row: Row, column: string): string;
  trigger(row: Row): Trigger;
  /** A number of at least zero. */
  amount(row: Row, column: string): number;
  /** Columns 1…1440. */
  minuteCounts(row: Row): Uint32Array;
}

const HASH = /^[0-9a-f]{8,}$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const DIGITS = /^\d+$/;
const MAX_COUNT = 2 ** 32 - 1;

/** @param header must hold the columns that are read: see `requireColumns` */
export function createCellReader(file: string, header: readonly string[]): CellReader {
  const places = new Map(header.map((column, index) => [column, index]));
  const firstMinute = places.get('1') ?? header.length;

  const cellOf = (row: Row, column: string) => row.cells[places.get(column) ?? -1] ?? '';
  const refuse = (row: Row, column: string, why: string) => new TraceError({ file, line: row.line, column }, why);

  return {
    hash(row, column) {
      const text = cellOf(row, column);
      if (!HASH.test(text)) throw refuse(row, column, `${quote(text)} is not a hash (hex digits, at least 8)`);
      return text;
    },
    trigger(row) {
      const text = cellOf(row, 'Trigger');
      const trigger = TRIGGERS.find((known) => known === text);
      if (trigger === undefined) throw refuse(row, 'Trigger', `${quote(text)} is none of ${TRIGGERS.join(', ')}`);
      return trigger;
    },
    amount(row, column) {
      const text = cellOf(row, column);
      if (!DECIMAL.test(text)) throw refuse(row, column, `${quote(text)} is not a number`);
      if (Number(text) < 0) throw refuse(row, column, `${text} is negative`);
      return Number(text);
    },
    minuteCounts(row) {
      const counts = new Uint32Array(MINUTES_PER_DAY);
      for (let minute = 0; minute < MINUTES_PER_DAY; minute += 1) {
        const text = row.cells[firstMinute + minute] ?? '';
        const count = text === '0' ? 0 : Number(text);
        if (!DIGITS.test(text) || count > MAX_COUNT) throw refuse(row, String(minute + 1), describeBadCount(text));
        counts[minute] = count;
      }
      return counts;
    },
  };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function describeBadCount(text: string): string {
  if (!DECIMAL.test(text)) return `${quote(text)} is not a number`;
  return Number(text) < 0 ? `${text} is negative` : `${text} is not a whole number of invocations`;
}

/** The names of the columns 1…1440. */
export const MINUTE_COLUMNS: readonly string[] = Array.from({ length: MINUTES_PER_DAY }, (_, index) =>
  String(index + 1),
);

/** Checks a header against a format, column by column. */
export function requireColumns(file: string, header: readonly string[], expected: readonly string[]): void {
  for (const [index, column] of expected.entries()) {
    if (header[index] === column) continue;
    const found = header[index] === undefined ? 'the header ends' : `the header has ${quote(header[index])}`;
    throw new TraceError({ file, line: 1, column }, `expected column ${index + 1} to be ${column}, but ${found}`);
  }
  if (header.length === expected.length) return;
  const extra = header[expected.length] ?? '';
  throw new TraceError(
    { file, line: 1, column: extra },
    `the header has ${header.length} columns, expected ${expected.length}`,
  );
}
