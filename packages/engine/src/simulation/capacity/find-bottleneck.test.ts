import { describe, expect, it } from 'vitest';
import { findBottleneck } from './find-bottleneck.ts';
import { steadily } from './generate-arrivals.ts';
import { createLeewayTier } from './leeway-tier.ts';
import { reportSimulation } from './report-simulation.ts';
import type { UseCaseSketch } from './scenarios/build-use-case.ts';
import { planWith } from './scenarios/neighbours.ts';
import { simulateCapacity } from './simulate-capacity.ts';

const MIB = 1_024;
const roomy = { slotCount: 8, cpuCount: 8, memoryMb: 64 * MIB };
const busy = { perSecond: 12, policy: {} };

function firstOf(fleet: typeof roomy, { perSecond, policy }: { perSecond: number; policy: UseCaseSketch['policy'] }) {
  const sketch = {
    name: 'a',
    runMs: 1_000,
    cpuShare: 1,
    policy: { delayToleranceMs: 5_000, ...policy },
    ...steadily(perSecond),
  };
  const other = { name: 'b', runMs: 1_000, cpuShare: 1, ...steadily(0.1) };
  const downstreams = [
    { entry: { id: 'db', name: 'db', overloadThreshold: 10, maxPerSecond: 1 }, outages: [], carriesPerSecond: null },
  ];
  const plan = planWith('bottleneck', [sketch, other], { fleet, downstreams, untilMs: 600_000 });
  return findBottleneck(reportSimulation(simulateCapacity(plan, createLeewayTier(plan))), plan);
}

describe('findBottleneck', () => {
  it.each([
    ['slots', roomy, busy],
    ['CPU', { ...roomy, slotCount: 16, cpuCount: 4 }, busy],
    ['memory', { ...roomy, memoryMb: 512 }, busy],
    ['CPU quota of a', roomy, { perSecond: 4, policy: { cpuQuotaMsPerSecond: 1_000 } }],
    ['concurrency limit of a', roomy, { perSecond: 4, policy: { concurrencyLimit: 2 } }],
    ['downstream db', roomy, { perSecond: 4, policy: { downstreamIds: ['db'] } }],
  ] as const)('finds %s', (what, fleet, load) => {
    const { first } = firstOf(fleet, load);
    expect(first?.what).toBe(what);
    expect(first?.figure).toMatch(/\d.*jobs late for it/);
  });

  it('says what comes closest where nothing runs short', () => {
    expect(firstOf(roomy, { perSecond: 2, policy: {} })).toMatchObject({
      first: null,
      nearest: expect.stringMatching(/slots|CPU/),
    });
  });
});
