import { describe, expect, it } from 'vitest';
import { newDownstreamControl, stepDownstream } from './downstream-control.ts';

const STEP_MS = 10_000;
const ill = { signalCount: 11, threshold: 10, ratePerSecond: 80, maxPerSecond: null };
const well = { ...ill, signalCount: 10 };

describe('downstream control', () => {
  it('cuts 80 to 40 to 20, once in ten seconds', () => {
    const first = stepDownstream(newDownstreamControl(null, 0), ill, 1_000);
    expect(first.limitPerSecond).toBe(40);
    expect(stepDownstream(first, ill, 1_000 + STEP_MS - 1)).toBe(first);
    expect(stepDownstream(first, ill, 1_000 + STEP_MS).limitPerSecond).toBe(20);
  });

  it('gives back 5 % of what it carried every ten seconds, and then no limit', () => {
    let control = stepDownstream(newDownstreamControl(null, 0), ill, 0);
    const limits: (number | null)[] = [];
    for (let step = 1; control.limitPerSecond !== null; step++) {
      control = stepDownstream(control, well, step * STEP_MS);
      limits.push(control.limitPerSecond);
    }
    expect(limits.slice(0, 3)).toEqual([44, 48, 52]);
    expect(limits).toHaveLength(10);
  });

  it('goes on asking whether it is well, however ill it is', () => {
    let control = newDownstreamControl(null, 0);
    for (let step = 0; step < 30; step++) control = stepDownstream(control, ill, step * STEP_MS);
    expect(control.limitPerSecond).toBe(0.1);
  });
});
