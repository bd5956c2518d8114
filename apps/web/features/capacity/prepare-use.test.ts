import type { CapacityReport, CapacityUse } from '@leeway/domain/sharing-views';
import { expect, it } from 'vitest';
import { rowsByTeam, rowsByUseCase } from './prepare-use.ts';

const use = (name: string, team: string, more: Partial<CapacityUse>): CapacityUse => ({
  name,
  team,
  quotaKind: 'reserved',
  cpuQuotaMsPerSecond: null,
  submittedCount: 0,
  doneCount: 0,
  deadCount: 0,
  cancelledCount: 0,
  cpuMs: 0,
  ...more,
});

function reportOf(useCases: readonly CapacityUse[], cpuCapacityMs = 100_000): CapacityReport {
  const totals = { slotMs: 0, busySlotMs: 0, cpuCapacityMs, cpuMs: 0, opportunisticCpuMs: 0 };
  const window = { fromAt: 0, toAt: 50_000, stepMs: 10_000 };
  return {
    asOf: 50_000,
    engineSpokeAt: null,
    period: 'hour',
    window,
    grants: [],
    points: [],
    totals,
    useCases,
    idleCount: 0,
  };
}

it('a use case’s part of the pool and of its quota, and what of it was executed', () => {
  const rows = rowsByUseCase(
    reportOf([
      use('a', 'x', { cpuMs: 5_000, cpuQuotaMsPerSecond: 200, submittedCount: 10, doneCount: 12 }),
      use('b', 'x', { cpuMs: 1, quotaKind: 'opportunistic' }),
    ]),
  );
  expect(rows[0]).toMatchObject({ poolShare: 0.05, quotaShare: 0.5, executedShare: 1.2, isOpportunistic: false });
  expect(rows[1]).toMatchObject({ quotaShare: null, executedShare: null, isOpportunistic: true });
});

it('does not know a part of a pool that nobody has seen', () => {
  expect(rowsByUseCase(reportOf([use('a', 'x', { cpuMs: 5 })], 0))[0]?.poolShare).toBeNull();
});

it('adds a team up; its quota is known only where each of its use cases has one', () => {
  const limited = { cpuQuotaMsPerSecond: 100, cpuMs: 1_000, submittedCount: 4, doneCount: 1 };
  const rows = rowsByTeam(
    reportOf([use('a', 'x', limited), use('b', 'y', limited), use('c', 'x', limited), use('d', 'y', { cpuMs: 500 })]),
  );
  expect(
    rows.map((row) => [row.name, row.useCaseCount, row.cpuMs, row.cpuQuotaMsPerSecond, row.executedShare]),
  ).toEqual([
    ['x', 2, 2_000, 200, 0.25],
    ['y', 2, 1_500, null, 0.25],
  ]);
});
