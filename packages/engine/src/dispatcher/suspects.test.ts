import { expect, it } from 'vitest';
import { Suspects } from './suspects.ts';

it('a suspect is one for a minute', () => {
  const suspects = new Suspects();
  suspects.add(7, 0);
  expect([suspects.has(7, 0), suspects.has(8, 0)]).toEqual([true, false]);
  expect(suspects.has(7, 60_000)).toBe(false);
});
