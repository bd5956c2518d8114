import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskQuery } from './mask-query.ts';

describe('maskQuery', () => {
  it.each([
    ["select * from person where name = 'Grace' and age > 42", "select * from person where name = '…' and age > …"],
    ["select 'it''s' || E'a\\'b' || $1", "select '…' || '…' || $1"],
    ['select $tag$ secret $tag$, $$other$$', "select '…', '…'"],
    ["select 'open to the end", "select '…'"],
    ['copy job_2026 to stdout -- secret\n/* more */ ;', 'copy job_2026 to stdout ;'],
    ['select\n  1.5', 'select …'],
  ])('%j', (query, masked) => {
    expect(maskQuery(query)).toBe(masked);
  });

  it('cuts what is long', () => expect(maskQuery(`select ${'x, '.repeat(200)}`).length).toBe(200));

  it('lets no quoted text through, whatever surrounds it', () => {
    const quoted = fc.string({ unit: fc.constantFrom('a', ' ', "''", '--', '/*', '$$', ';') });
    const plain = fc.constantFrom('select ', ' where x = ', ', ', ' and ', '\n');
    fc.assert(
      fc.property(plain, quoted, plain, (before, inside, after) => {
        expect(maskQuery(`${before}'SECRET${inside}SECRET'${after}`)).not.toContain('SECRET');
      }),
    );
  });
});
