import { createFireTimes, type FireTimes } from '@leeway/domain/fire-times';
import type { MissedRuns } from '@leeway/domain/schedule';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISSED_AFTER_MS, MOST_COUNTED, planFires } from './plan-fires.ts';

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const perMinute = createFireTimes('* * * * *', 'UTC');

function plan(times: FireTimes, more: { agoMs: number; missedRuns: MissedRuns }) {
  const nextFireAt = times.next(NOW - more.agoMs - 1) ?? 0;
  return planFires({ times, nextFireAt, missedRuns: more.missedRuns }, { now: NOW, untilAt: NOW + 2 * SECOND_MS });
}

const job = (fireAt: number, instantCount = 1) => ({ fireAt, hasJob: true, instantCount });

describe('planning the fires of a schedule', () => {
  it('fires what is due up to the lead, and goes on from there', () => {
    const times = createFireTimes('* * * * * *', 'UTC');
    expect(plan(times, { agoMs: 0, missedRuns: 'skip' })).toEqual({
      fires: [job(NOW), job(NOW + 1_000), job(NOW + 2_000)],
      nextFireAt: NOW + 3_000,
    });
  });

  it('fires nothing that lies further ahead', () => {
    const nextFireAt = NOW + 30 * SECOND_MS;
    expect(planFires({ times: perMinute, nextFireAt, missedRuns: 'skip' }, { now: NOW, untilAt: NOW + 2_000 })).toEqual(
      {
        fires: [],
        nextFireAt,
      },
    );
  });

  it.each<MissedRuns>(['skip', 'runOnce', 'runAll'])('what is a little late was not missed (%s)', (missedRuns) => {
    const times = createFireTimes('* * * * * *', 'UTC');
    const { fires } = plan(times, { agoMs: MISSED_AFTER_MS, missedRuns });
    expect(fires.length).toBe(MISSED_AFTER_MS / SECOND_MS + 3);
    expect(fires.every(({ hasJob }) => hasJob)).toBe(true);
  });

  const lastMissed = NOW - 30 * SECOND_MS;
  it.each<[MissedRuns, ReturnType<typeof plan>['fires']]>([
    ['skip', [{ fireAt: lastMissed, hasJob: false, instantCount: 5 }]],
    ['runOnce', [job(lastMissed, 5)]],
    ['runAll', [4, 3, 2, 1, 0].map((minutes) => job(lastMissed - minutes * MINUTE_MS))],
  ])('of five missed minutes, %s', (missedRuns, fires) => {
    expect(plan(perMinute, { agoMs: 5 * MINUTE_MS, missedRuns })).toEqual({ fires, nextFireAt: NOW + 30 * SECOND_MS });
  });

  it.each<[MissedRuns, number, number]>([
    ['skip', 1, 0],
    ['runOnce', 1, 1],
    ['runAll', 101, 100],
  ])('of a year of missed seconds, %s makes up for the last ones, soon', (missedRuns, fireCount, jobCount) => {
    const times = createFireTimes('* * * * * *', 'Europe/Berlin');
    const began = performance.now();
    const { fires, nextFireAt } = plan(times, { agoMs: 365 * DAY_MS, missedRuns });
    expect(performance.now() - began).toBeLessThan(2_000);
    const missed = fires.filter(({ fireAt }) => fireAt < NOW - MISSED_AFTER_MS);
    expect(missed.length).toBe(fireCount);
    expect(missed.filter(({ hasJob }) => hasJob).length).toBe(jobCount);
    expect(missed.at(-1)?.fireAt).toBe(NOW - MISSED_AFTER_MS - SECOND_MS);
    expect(missed[0]?.instantCount).toBe(MOST_COUNTED);
    expect(nextFireAt).toBe(NOW + 3_000);
  });

  it('ends where nothing follows', () => {
    const times: FireTimes = { next: (after) => (after < NOW ? NOW : null) };
    expect(plan(times, { agoMs: 0, missedRuns: 'skip' })).toEqual({ fires: [job(NOW)], nextFireAt: null });
    const over: FireTimes = { next: (after) => (after < NOW - HOUR_MS ? NOW - HOUR_MS : null) };
    expect(plan(over, { agoMs: HOUR_MS, missedRuns: 'runOnce' })).toEqual({
      fires: [job(NOW - HOUR_MS)],
      nextFireAt: null,
    });
  });

  it('makes up for the last instants of any expression, as a full list tells them', () => {
    const expressions = fc.constantFrom(
      '*/37 * * * *',
      '0,1,2,3 9-10 * * *',
      '*/20 * 12 * * 5',
      '0 0 1 * *',
      '*/5 0 * * 1',
      '*/6 * 12 1 6 *',
    );
    const property = fc.property(expressions, fc.integer({ min: 1, max: 40 }), (expression, days) => {
      const times = createFireTimes(expression, 'Europe/Berlin');
      const nextFireAt = times.next(NOW - days * DAY_MS) ?? 0;
      const all: number[] = [];
      for (let at = nextFireAt; at < NOW - MISSED_AFTER_MS; at = times.next(at) ?? Number.POSITIVE_INFINITY)
        all.push(at);
      fc.pre(all.length > 0);
      const { fires } = planFires({ times, nextFireAt, missedRuns: 'runAll' }, { now: NOW, untilAt: NOW });
      const madeUp = fires.filter(({ hasJob, fireAt }) => hasJob && fireAt < NOW - MISSED_AFTER_MS);
      expect(madeUp.map(({ fireAt }) => fireAt)).toEqual(all.slice(-100));
      const instantCount = fires
        .filter(({ fireAt }) => fireAt < NOW - MISSED_AFTER_MS)
        .reduce((sum, fire) => sum + fire.instantCount, 0);
      if (all.length <= 100) expect(instantCount).toBe(all.length);
    });
    fc.assert(property, { numRuns: 15 });
  }, 60_000);
});
