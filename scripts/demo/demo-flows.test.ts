import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../env.ts';
import { DEMO_FLOWS, decideArrivals } from './demo-flows.ts';
import { DEMO_USE_CASES } from './demo-use-cases.ts';

const HANDLERS = path.join(ROOT, 'examples/handlers');

describe('the demo', () => {
  it('submits to each of its use cases', () => {
    expect(DEMO_FLOWS.map(({ useCase }) => useCase).sort()).toEqual(DEMO_USE_CASES.map(({ name }) => name).sort());
  });

  it.each(DEMO_FLOWS.filter(({ useCase }) => useCase !== 'settle-payout'))(
    '$useCase has a handler that takes what is submitted and refuses anything else',
    async ({ useCase, job }) => {
      const handler = DEMO_USE_CASES.find(({ name }) => name === useCase)?.handler;
      const { default: run } = await import(path.join(HANDLERS, `${handler}.ts`));
      const context = { signal: AbortSignal.timeout(5_000) };
      for (const random of [0.03, 0.5, 0.99]) await run(job(() => random).payload, context);
      await expect(run({ nonsense: true }, context)).rejects.toThrow(TypeError);
      await expect(run(null, context)).rejects.toThrow(TypeError);
    },
  );
});

describe('decideArrivals', () => {
  const flow = { useCase: 'any', perSecond: 3, wave: { periodMs: 60_000, depth: 0.5 }, job: () => ({ payload: null }) };

  function total(random: () => number): number {
    const ticks = Array.from({ length: 120 }, (_, index) => index * 500);
    return ticks.reduce((sum, now) => sum + decideArrivals(flow, { now, tickMs: 500, random }), 0);
  }

  it('keeps to its rate over a whole wave', () => {
    let seed = 1;
    const steady = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    expect(total(steady)).toBeGreaterThan(150);
    expect(total(steady)).toBeLessThan(210);
  });

  it('is busier on the crest than in the trough', () => {
    const at = (now: number) => decideArrivals(flow, { now, tickMs: 10_000, random: () => 1 });
    expect([at(15_000), at(45_000)]).toEqual([45, 15]);
  });
});
