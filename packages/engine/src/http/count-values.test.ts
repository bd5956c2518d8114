import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countValues } from './count-values.ts';

function countParsed(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countParsed(item), 1);
}

describe('countValues', () => {
  it('is never less than what the text parses to, and at most twice as much', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const parsed = countParsed(JSON.parse(text));
        const counted = countValues(Buffer.from(text));
        expect(counted).toBeGreaterThanOrEqual(parsed);
        expect(counted).toBeLessThanOrEqual(2 * parsed);
      }),
    );
  });

  it.each([['"[,,,{"'], ['"\\"[,["'], ['"é,[🙂"']])('counts nothing inside %s', (text) => {
    expect(countValues(Buffer.from(text))).toBe(1);
  });
});
