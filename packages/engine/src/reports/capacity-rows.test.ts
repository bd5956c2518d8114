import type { CapacityUse } from '@leeway/domain/sharing-views';
import { expect, it } from 'vitest';
import { capacityRows } from './capacity-rows.ts';

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
  grantedCpuMs: 0,
  ...more,
});

const PERIOD = { lengthMs: 50_000, cpuCapacityMs: 100_000 };

it('a use case’s part of the pool and of its quota, and what of it was executed', () => {
  const rows = capacityRows(
    [
      use('a', 'x', { cpuMs: 5_000, cpuQuotaMsPerSecond: 200, submittedCount: 10, doneCount: 12 }),
      use('b', 'x', { cpuMs: 1, quotaKind: 'opportunistic' }),
    ],
    'useCase',
    PERIOD,
  );
  expect(rows[0]).toMatchObject({ poolShare: 0.05, quotaShare: 0.5, executedShare: 1.2, isOpportunistic: false });
  expect(rows[1]).toMatchObject({ quotaShare: null, executedShare: null, isOpportunistic: true });
});

it('does not know a part of a pool that nobody has seen', () => {
  expect(
    capacityRows([use('a', 'x', { cpuMs: 5 })], 'useCase', { ...PERIOD, cpuCapacityMs: 0 })[0]?.poolShare,
  ).toBeNull();
});

it('adds a team up; its quota is known only where each of its use cases has one', () => {
  const limited = { cpuQuotaMsPerSecond: 100, cpuMs: 1_000, grantedCpuMs: 50, submittedCount: 4, doneCount: 1 };
  const rows = capacityRows(
    [use('a', 'x', limited), use('b', 'y', limited), use('c', 'x', limited), use('d', 'y', { cpuMs: 500 })],
    'team',
    PERIOD,
  );
  expect(
    rows.map((row) => [row.name, row.useCaseCount, row.cpuMs, row.cpuQuotaMsPerSecond, row.executedShare]),
  ).toEqual([
    ['x', 2, 2_000, 200, 0.25],
    ['y', 2, 1_500, null, 0.25],
  ]);
});
