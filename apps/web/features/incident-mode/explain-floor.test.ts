import { expect, it } from 'vitest';
import { explainFloor } from './explain-floor.ts';

it.each([
  ['critical', 'Only critical work starts; high, normal, and low wait.'],
  ['high', 'Only critical and high work starts; normal and low wait.'],
  ['normal', 'Only critical, high, and normal work starts; low waits.'],
] as const)('with the floor %s', (floor, text) => expect(explainFloor(floor)).toBe(text));
