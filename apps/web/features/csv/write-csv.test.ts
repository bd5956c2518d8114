import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvFileName, isoOrNull } from './csv-column.ts';
import { writeCsv } from './write-csv.ts';

const read = (text: string): string[][] => parse(text, { bom: true, record_delimiter: '\r\n' });
const one = (value: string | number | boolean | null) => {
  const [title, [cell] = []] = read(writeCsv([{ value }], [{ title: 'Value', value: (row) => row.value }, ...SECOND]));
  expect(title).toEqual(['Value', 'Second']);
  return cell;
};
/** A line of one empty cell would be an empty line. */
const SECOND = [{ title: 'Second', value: () => 'x' }];

describe('writeCsv', () => {
  it('is read again as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const cell = one(text);
        expect(cell === text || cell === `'${text}`).toBe(true);
      }),
    );
  });

  it('leaves nothing that a spreadsheet would calculate', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' =', '＝', '\t@', '\u00a0+'),
        fc.constantFrom('', '1+1', "cmd|' /C calc'!A0", 'SUM(1)\nsecond line'),
        (sign, rest) => {
          expect(one(sign + rest)).toBe(`'${sign}${rest}`);
        },
      ),
    );
  });

  it('keeps numbers numbers, negative ones too, and leaves what is not known empty', () => {
    expect(one(-1.5)).toBe('-1.5');
    expect(one(true)).toBe('true');
    expect(one(null)).toBe('');
    expect(one(Number.NaN)).toBe('');
    expect(one('a=b')).toBe('a=b');
  });

  it('says in UTF-8 and with CRLF what it says', () => {
    const text = writeCsv([{ name: 'Zoë, "x"' }], [{ title: 'Name', value: (row) => row.name }]);
    expect(text).toBe('\ufeffName\r\n"Zoë, ""x"""');
  });
});

it('names the file after what it is of and its instant', () => {
  expect(csvFileName('capacity by team/day', Date.UTC(2026, 10, 21, 9, 38, 54, 120))).toBe(
    'leeway-capacity-by-team-day-2026-11-21T093854Z.csv',
  );
});

it('writes instants that every program reads', () => {
  expect(isoOrNull(Date.UTC(2026, 10, 21, 9, 38, 54, 120))).toBe('2026-11-21T09:38:54.120Z');
  expect(isoOrNull(null)).toBeNull();
});
