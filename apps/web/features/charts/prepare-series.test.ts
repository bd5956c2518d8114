import type { ChartWindow } from '@leeway/domain/views';
import { describe, expect, it } from 'vitest';
import { describeSeries, lonelyRows, prepareBacklog, prepareDelay, prepareRates } from './prepare-series.ts';
import { point } from './testing/chart-points.ts';

const window: ChartWindow = { fromAt: 0, toAt: 30_000, stepMs: 10_000 };

describe('prepareRates', () => {
  it('counts per second', () => {
    const rows = prepareRates(
      [point(0, { submittedCount: 50, doneCount: 20, failedCount: 5, refusedCount: 30 })],
      window,
    );
    expect(rows[0]).toMatchObject({
      submitted: 5,
      done: 2,
      failed: 0.5,
      refused: 3,
      at: 5_000,
      fromAt: 0,
      toAt: 10_000,
    });
  });

  it('divides the step that is still filling by the time it has run', () => {
    const rows = prepareRates([point(0), point(10_000), point(20_000, { doneCount: 50 })], { ...window, toAt: 25_000 });
    expect(rows[2]).toMatchObject({ done: 10, toAt: 25_000 });
  });

  it('says nothing about a step that has hardly begun', () => {
    const rows = prepareRates([point(0), point(10_000, { doneCount: 3 })], { ...window, toAt: 11_000 });
    expect(rows[1]?.done).toBeNull();
  });
});

it('leaves a gap where nothing was measured instead of drawing through it', () => {
  const rows = prepareDelay([point(0, { p50Ms: 3 }), point(20_000, { p50Ms: 7 })], window);
  expect(rows.map((row) => row.p50 ?? null)).toEqual([3, null, 7]);
  expect([...lonelyRows(rows, 'p50')]).toEqual([5_000, 25_000]);
});

it('does not call a line lonely', () => {
  const rows = prepareBacklog([point(0, { backlogCount: 1 }), point(10_000, { backlogCount: 2 })], window);
  expect(lonelyRows(rows, 'backlog').size).toBe(0);
});

it('describes what was measured, and knows when nothing was', () => {
  const rows = prepareDelay([point(0, { p95Ms: 30 }), point(10_000, { p95Ms: 10 })], window);
  expect(describeSeries(rows, 'p95')).toEqual({ min: 10, max: 30, last: 10 });
  expect(describeSeries(rows, 'p50')).toBeNull();
});
