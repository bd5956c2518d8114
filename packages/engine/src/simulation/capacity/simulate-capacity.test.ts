import { describe, expect, it } from 'vitest';
import { steadily } from './generate-arrivals.ts';
import { createLeewayTier } from './leeway-tier.ts';
import { reportSimulation } from './report-simulation.ts';
import { buildUseCases, type UseCaseSketch } from './scenarios/build-use-case.ts';
import { createSimpleTier } from './simple-tier.ts';
import { simulateCapacity } from './simulate-capacity.ts';
import type { SimulationPlan } from './simulation-plan.ts';

const MINUTE_MS = 60_000;

function planOf(sketches: readonly UseCaseSketch[], more: Partial<SimulationPlan> = {}): SimulationPlan {
  const untilMs = more.untilMs ?? 10 * MINUTE_MS;
  const useCases = buildUseCases(sketches, { seed: 'test', untilMs });
  const fleet = { slotCount: 4, cpuCount: 4, memoryMb: 4_096 };
  const none = { downstreams: [], grants: [], incidentModes: [] };
  return { fleet, useCases, ...none, measureFromMs: 0, seed: 'test', untilMs, ...more };
}
const plain = (name: string, perSecond: number): UseCaseSketch => ({
  ...{ name, runMs: 1_000, cpuShare: 1, ...steadily(perSecond) },
});
const run = (plan: SimulationPlan, create = createLeewayTier) => reportSimulation(simulateCapacity(plan, create(plan)));

describe('simulateCapacity', () => {
  it('gives the same result for the same plan', () => {
    const once = () => run(planOf([plain('a', 2), plain('b', 6)]));
    expect(once()).toEqual(once());
  });

  it.each([createLeewayTier, createSimpleTier])(
    'runs what comes, once, and uses the CPU that it takes: %o',
    (create) => {
      const { useCases, pool } = run(planOf([plain('a', 2)]), create);
      const [a] = useCases;
      expect(a?.submittedCount).toBeGreaterThan(1_000);
      expect(a?.doneCount).toBeGreaterThanOrEqual((a?.submittedCount ?? 0) - 8);
      expect(a).toMatchObject({ lateCount: 0, deadCount: 0 });
      expect(pool.cpuUtilisation).toBeCloseTo(((a?.submittedCount ?? 0) * 1_000) / (4 * 10 * MINUTE_MS), 1);
    },
  );

  it('loses no job where far more come than can run, and counts those that wait as late once they are', () => {
    const { useCases, pool } = run(planOf([plain('a', 40)]));
    const [a] = useCases;
    // No slot is kept back where nobody else comes.
    expect(pool.slotUtilisation).toBeCloseTo(1, 2);
    expect(a?.submittedCount).toBeGreaterThan(23_000);
    expect(a?.startedCount).toBeLessThan(2_600);
    // Whatever came in the last minute is in time as yet.
    expect(a?.lateShare).toBeGreaterThan(0.87);
    expect(a?.lateShare).toBeLessThan(0.91);
    expect(a?.ratio).toBeCloseTo(1, 1);
  });

  it('ends what never returns at its time limit, and tries it again until it is dead', () => {
    const stuck = { ...plain('a', 0.02), runMs: Number.POSITIVE_INFINITY };
    const policy = { timeoutMs: 1_000, maxAttempts: 2, backoffCapMs: 1_000 };
    const { useCases } = run(planOf([{ ...stuck, policy }]));
    expect(useCases[0]?.deadCount).toBeGreaterThan(3);
    expect(useCases[0]?.doneCount).toBe(0);
  });

  it('stretches CPU time where there are more slots than cores', () => {
    const fleet = { slotCount: 8, cpuCount: 4, memoryMb: 8_192 };
    const { pool, useCases } = run(planOf([plain('a', 40)], { fleet }));
    expect(pool.cpuUtilisation).toBeGreaterThan(0.9);
    expect(pool.cpuUtilisation).toBeLessThan(1.05);
    expect(useCases[0]?.lateBy.cpu).toBeGreaterThan(0);
  });

  it('keeps a use case to its CPU quota, and lifts it while a grant is in force', () => {
    const quota = { ...plain('a', 3), policy: { cpuQuotaMsPerSecond: 500 } };
    const amounts = { cpuQuota: { factor: 4 } };
    const grant = { id: 'g', useCaseNo: 1, amounts, startsAt: 4 * MINUTE_MS, endsAt: 8 * MINUTE_MS };
    const plan = planOf([quota], { grants: [grant] });
    const minutes = simulateCapacity(plan, createLeewayTier(plan)).book.cpuMsOf[0] ?? [];
    const perSecond = [...minutes].slice(0, 10).map((cpuMs) => cpuMs / 60);
    for (const before of perSecond.slice(1, 4)) expect(Math.abs(before - 500)).toBeLessThan(60);
    for (const during of perSecond.slice(5, 8)) expect(Math.abs(during - 2_000)).toBeLessThan(120);
    for (const after of perSecond.slice(9, 10)) expect(Math.abs(after - 500)).toBeLessThan(60);
  });
});
