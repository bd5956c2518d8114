import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, findUnstorable } from './json-text.ts';

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

describe('findUnstorable', () => {
  it.each([
    ['NUL in a text', { a: ['x\u0000'] }, 'contains a NUL character'],
    ['NUL in a key', { 'a\u0000': 1 }, 'contains a NUL character'],
    ['half a surrogate pair', ['\ud800'], 'contains half of a surrogate pair'],
    ['one level too many', nested(65), 'is nested too deeply'],
  ])('refuses %s', (_what, value, reason) => {
    expect(findUnstorable(value, 64)).toBe(reason);
  });

  it.each([[nested(64)], [null], ['😀'], [{ __proto__: 1, ü: '\u2028' }]])('takes %j', (value) => {
    expect(findUnstorable(value, 64)).toBeNull();
  });
});

describe('cleanText', () => {
  it('makes any text storable within its bytes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 16, max: 200 }),
        (text, maxBytes) => {
          const clean = cleanText(text, maxBytes);
          expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(maxBytes);
          expect(clean.isWellFormed()).toBe(true);
          expect(clean).not.toContain('\u0000');
        },
      ),
    );
  });

  it('leaves what is storable and short as it is', () => {
    expect(cleanText('Ärger 😀', 64)).toBe('Ärger 😀');
  });

  it('marks what it cut', () => {
    expect(cleanText('x'.repeat(100), 32)).toMatch(/^x+…$/);
  });
});
