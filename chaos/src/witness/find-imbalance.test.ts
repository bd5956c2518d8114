import { expect, it } from 'vitest';
import { findImbalance } from './find-imbalance.ts';

const even = { open: 7, dead: 2, delayed: 3, waiting_rows: 4, delayed_rows: 3, dead_rows: 2 };
const find = (more: Partial<typeof even>) => findImbalance({ query: async () => ({ rows: [{ ...even, ...more }] }) });

it('finds nothing where each job is in one place', async () => expect(await find({})).toEqual([]));

it.each([
  ['a job vanished', { waiting_rows: 3 }, 1],
  ['a job is in two places', { delayed_rows: 4 }, 2],
  ['one was counted dead and is not', { dead: 3 }, 1],
])('finds that %s', async (_what, more, count) => expect(await find(more)).toHaveLength(count));
