import { expect, it } from 'vitest';
import { decideHeadroom } from './decide-headroom.ts';

it.each([
  [null, 'unknown'],
  [4_000, 'within'],
  [4_001, 'near'],
  [5_000, 'near'],
  [5_001, 'over'],
])('a p95 of %s ms of 5 s is %s', (p95Ms, headroom) => expect(decideHeadroom(p95Ms, 5_000)).toBe(headroom));
