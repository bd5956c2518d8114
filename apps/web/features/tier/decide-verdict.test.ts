import type { EngineView, TierOverview } from '@leeway/domain/views';
import { describe, expect, it } from 'vitest';
import { NOTHING, point } from '#features/charts/testing/chart-points.ts';
import { decideVerdict } from './decide-verdict.ts';

const NOW = 1_000_000_000;
const engine = (more: Partial<EngineView> = {}): EngineView => ({
  id: 'e1',
  host: 'one',
  startedAt: 0,
  beatAt: NOW - 900,
  shardCount: 16,
  leasedCount: 0,
  rssMb: 100,
  slots: [{ slot: 0, state: 'idle', useCase: null, busyShare: 0 }],
  ...more,
});
const overview = (more: Partial<TierOverview> = {}): TierOverview => ({
  asOf: NOW,
  window: { fromAt: NOW - 900_000, toAt: NOW, stepMs: 10_000 },
  points: [point(NOW - 20_000, { doneCount: 100 })],
  backlog: { readyCount: 3, delayedCount: 0, deadCount: 0 },
  totals: { ...NOTHING },
  engines: [engine()],
  alarms: [],
  useCaseCount: 1,
  teamCount: 1,
  replays: [],
  ...more,
});

describe('decideVerdict', () => {
  it('is good when work flows on time', () => {
    expect(decideVerdict(overview())).toMatchObject({ tone: 'good', sentence: 'Work flows, and on time.' });
  });

  it('takes an idle tier for quiet, not for stuck', () => {
    const idle = overview({ points: [point(NOW - 20_000)], backlog: { readyCount: 0, delayedCount: 9, deadCount: 0 } });
    expect(decideVerdict(idle)).toMatchObject({ tone: 'good', sentence: 'All quiet: nothing waits, nothing is late.' });
  });

  it('takes ready jobs that do not start for stopped', () => {
    const stuck = decideVerdict(overview({ points: [point(NOW - 120_000, { doneCount: 50 }), point(NOW - 20_000)] }));
    expect(stuck.tone).toBe('bad');
    expect(stuck.evidence[0]?.answer).toBe('3 jobs ready, none started in the last minute');
  });

  it.each([
    [1, 'warn'],
    [5, 'bad'],
    [0, 'good'],
  ])('%i late of 100 is %s', (lateCount, tone) => {
    const verdict = decideVerdict(overview({ points: [point(NOW - 20_000, { doneCount: 100, lateCount })] }));
    expect(verdict.tone).toBe(tone);
  });

  it('does not hold against the tier what was late long ago', () => {
    const points = [point(NOW - 800_000, { doneCount: 10, lateCount: 10 }), point(NOW - 20_000, { doneCount: 10 })];
    expect(decideVerdict(overview({ points })).tone).toBe('good');
  });

  it('says first of all that no engine answers', () => {
    const silent = decideVerdict(overview({ engines: [engine({ beatAt: NOW - 5_001 })] }));
    expect(silent).toMatchObject({
      tone: 'bad',
      sentence: 'No engine answers: nothing is accepted and nothing runs; what was accepted is kept.',
    });
    expect(silent.evidence[2]?.answer).toBe('The last one was heard 5 s ago');
    expect(decideVerdict(overview({ engines: [] })).evidence[2]?.answer).toBe('None has ever reported');
  });

  it('warns of one silent engine among others', () => {
    const verdict = decideVerdict(overview({ engines: [engine(), engine({ id: 'e2', beatAt: NOW - 60_000 })] }));
    expect(verdict).toMatchObject({ tone: 'warn', sentence: 'Work flows on time, with an engine missing.' });
  });
});
