import type { Runtime } from '@leeway/domain/runtime';
import type { UseCaseReport } from '@leeway/domain/views';
import { expect, it } from 'vitest';
import { NOTHING } from '#features/charts/testing/chart-points.ts';
import { prepareReportTiles } from './prepare-report-tiles.ts';

const report = (more: Partial<UseCaseReport['totals']>): UseCaseReport => ({
  asOf: 0,
  window: { fromAt: 0, toAt: 0, stepMs: 10_000 },
  points: [],
  backlog: { readyCount: 2, delayedCount: 1, deadCount: 0 },
  totals: { ...NOTHING, ...more },
  failures: [],
});
const tile = (label: string, more: Partial<UseCaseReport['totals']>, runtime: Runtime = 'process') =>
  prepareReportTiles(report(more), { delayToleranceMs: 5_000, runtime }).find((candidate) =>
    candidate.label.startsWith(label),
  );

it('says none, not zero, where nothing started', () => {
  expect(tile('p95', {})).toMatchObject({ value: 'none', tone: 'plain' });
  expect(tile('Late', {})).toMatchObject({ value: 'none', note: 'nothing started' });
  expect(tile('CPU', {})).toMatchObject({ value: 'none' });
});

it('holds the p95 delay against the promise', () => {
  expect(tile('p95', { p95Ms: 4_500 })).toMatchObject({ value: '4.5 s', note: 'of 5 s promised', tone: 'warn' });
  expect(tile('p95', { p95Ms: 6_000 })?.tone).toBe('bad');
});

it('counts failed attempts as starts', () => {
  expect(tile('Late', { doneCount: 90, failedCount: 10, lateCount: 5 })).toMatchObject({ value: '5 %', tone: 'bad' });
});

it('names what was cancelled, where something was', () => {
  expect(tile('Done', { submittedCount: 9 })?.note).toBe('9 submitted');
  expect(tile('Done', { submittedCount: 9, cancelledCount: 2 })?.note).toBe('9 submitted, 2 cancelled');
  expect(tile('Done', { submittedCount: 9, refusedCount: 12_300 })?.note).toBe('9 submitted, 12.3K refused');
});

it('says of a remote use case how often a lease was lost, not what nobody measured', () => {
  expect(tile('CPU', {}, 'remote')).toBeUndefined();
  expect(tile('Lost', {}, 'remote')).toMatchObject({ value: '0', tone: 'plain' });
  expect(tile('Lost', { lostLeaseCount: 3 }, 'remote')).toMatchObject({ value: '3', tone: 'warn' });
});
