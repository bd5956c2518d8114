import { describe, expect, it } from 'vitest';
import { JOB_MOVES, JOB_STATES } from './job-state.ts';

describe('JOB_MOVES', () => {
  const moves = Object.values(JOB_MOVES);

  it('reaches every state', () => {
    expect(new Set(moves.map((move) => move.to))).toEqual(new Set(JOB_STATES));
  });

  it('never leaves an end', () => {
    const ends = ['done', 'cancelled'];
    expect(moves.filter((move) => move.from !== null && ends.includes(move.from))).toEqual([]);
  });
});
