import { describe, expect, it } from 'vitest';
import { planFaults } from './plan-faults.ts';

const options = { seed: 7, killCount: 2_000, pauseCount: 1_000, durationMs: 600_000, longestPauseMs: 30_000 };

describe('the plan of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planFaults(options)).toEqual(planFaults(options));
    expect(planFaults(options)).not.toEqual(planFaults({ ...options, seed: 8 }));
  });

  it('comes in the order of its time, hits every kind of process, and pauses within bounds', () => {
    const plan = planFaults(options);
    expect(plan.filter(({ kind }) => kind === 'kill').length).toBe(2_000);
    expect(plan.map(({ at }) => at)).toEqual(plan.map(({ at }) => at).toSorted((a, b) => a - b));
    for (const kind of ['kill', 'pause'])
      expect(new Set(plan.filter((fault) => fault.kind === kind).map(({ target }) => target)).size).toBe(5);
    const pauses = plan.filter(({ kind }) => kind === 'pause').map(({ pauseMs }) => pauseMs);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
    expect(Math.max(...plan.map(({ at }) => at))).toBeLessThanOrEqual(options.durationMs);
  });
});
