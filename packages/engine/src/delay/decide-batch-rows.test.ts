import { describe, expect, it } from 'vitest';
import { decideBatchRows, FIRST_ROWS } from './decide-batch-rows.ts';

describe('how many jobs the next move takes', () => {
  it.each([
    ['what fits into 40 ms', 1_000, 1_000, 35, 1_143],
    ['at most half as many more', 1_000, 1_000, 5, 1_500],
    ['at least half as many', 1_000, 1_000, 400, 500],
    ['never fewer than 200', 210, 200, 900, 200],
    ['never more than 4,000', 3_900, 3_900, 5, 4_000],
    ['as before, where too few came to tell', 1_000, 20, 300, 1_000],
  ])('%s', (_name, rows, movedCount, tookMs, expected) => {
    expect(decideBatchRows(rows, { movedCount, tookMs })).toBe(expected);
  });

  it('comes to rest where a statement takes what it should', () => {
    let rows = FIRST_ROWS;
    for (let round = 0; round < 20; round++)
      rows = decideBatchRows(rows, { movedCount: rows, tookMs: 3 + rows * 0.025 });
    expect(3 + rows * 0.025).toBeGreaterThan(35);
    expect(3 + rows * 0.025).toBeLessThan(45);
  });
});
