import { expect, it } from 'vitest';
import { createSuspects } from './suspects.ts';

it('a suspect is one for a minute', () => {
  let elapsed = 0;
  const suspects = createSuspects(() => elapsed);
  suspects.add(7);
  expect([suspects.isSuspect(7), suspects.isSuspect(8)]).toEqual([true, false]);
  elapsed = 60_000;
  expect(suspects.isSuspect(7)).toBe(false);
});
