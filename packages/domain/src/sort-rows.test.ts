import { expect, it } from 'vitest';
import { pageOf, sortRows } from './sort-rows.ts';

const rows = [{ value: 2 }, { value: null }, { value: 10 }, { value: 1 }];

it.each([
  [false, [1, 2, 10, null]],
  [true, [10, 2, 1, null]],
])('sorts numbers as numbers, the unknown last (descending: %s)', (desc, expected) => {
  expect(sortRows(rows, (row) => row.value, desc).map((row) => row.value)).toEqual(expected);
});

it('sorts words as words, and keeps the order of equals', () => {
  const words = [
    { team: 'b', no: 1 },
    { team: 'a', no: 2 },
    { team: 'b', no: 3 },
  ];
  expect(sortRows(words, (row) => row.team, false).map((row) => row.no)).toEqual([2, 1, 3]);
  expect(sortRows(words, (row) => row.team, true).map((row) => row.no)).toEqual([1, 3, 2]);
});

it.each([
  [1, [1, 2], 1],
  [2, [3], 2],
  [9, [3], 2],
  [-4, [1, 2], 1],
])('page %s shows %s', (page, expected, shown) => {
  expect(pageOf([1, 2, 3], page, 2)).toEqual({ rows: expected, page: shown, pageCount: 2, rowCount: 3 });
});

it('has one empty page of nothing', () => {
  expect(pageOf([], 3, 2)).toEqual({ rows: [], page: 1, pageCount: 1, rowCount: 0 });
});
