import { describe, expect, it } from 'vitest';
import { JOB_MOVES, JOB_STATES } from './job-state.ts';

describe('JOB_MOVES', () => {
  const moves = Object.values(JOB_MOVES);

  it('reaches every state that this version has, and only from states', () => {
    const reached = new Set(['submitted', ...moves.map((move) => move.to)]);
    for (const state of JOB_STATES.filter((state) => state !== 'cancelled')) expect(reached).toContain(state);
  });

  it('never leaves an end', () => {
    const ends = ['done', 'cancelled'];
    expect(moves.filter((move) => move.from !== null && ends.includes(move.from))).toEqual([]);
  });
});
