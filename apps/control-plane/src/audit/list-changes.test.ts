import { expect, test } from 'vitest';
import { listChanges } from './list-changes.ts';

test('names what differs, in the order of the names', () => {
  expect(listChanges({ b: 1, a: 'x', same: [1] }, { a: 'y', b: 2, same: [1] })).toEqual([
    { field: 'a', before: 'x', after: 'y' },
    { field: 'b', before: 1, after: 2 },
  ]);
});

test('shows what was not there as null', () => {
  expect(listChanges(null, { name: 'a' })).toEqual([{ field: 'name', before: null, after: 'a' }]);
  expect(listChanges({ name: 'a' }, null)).toEqual([{ field: 'name', before: 'a', after: null }]);
  expect(listChanges({ endedAt: null }, { endedAt: null })).toEqual([]);
});
