import { describe, expect, it } from 'vitest';
import { AgeGauge, decideLiveState, type LiveFacts } from './decide-live-state.ts';

const fresh: LiveFacts = { ageMs: 900, connection: 'open', isPaused: false, isPinned: false };

describe('decideLiveState', () => {
  it.each<[string, Partial<LiveFacts>, string]>([
    ['fresh data on an open connection are live', {}, 'live'],
    ['five seconds are still live', { ageMs: 5_000 }, 'live'],
    ['older data are old although the connection is open', { ageMs: 5_001 }, 'old'],
    ['a reconnecting stream with fresh data is still live', { connection: 'connecting' }, 'live'],
    ['a stream that is coming back while data are fresh is no outage', { connection: 'failed' }, 'live'],
    ['a failed connection with old data is not reachable', { connection: 'failed', ageMs: 5_001 }, 'unreachable'],
    ['a failed connection without any data is not reachable', { connection: 'failed', ageMs: null }, 'unreachable'],
    ['nothing yet is connecting, not old', { ageMs: null, connection: 'connecting' }, 'connecting'],
    ['paused wins over old', { isPaused: true, ageMs: 60_000 }, 'paused'],
    ['a fixed range wins over everything', { isPinned: true, isPaused: true, connection: 'failed' }, 'pinned'],
  ])('%s', (_, facts, kind) => {
    expect(decideLiveState({ ...fresh, ...facts }).kind).toBe(kind);
  });
});

describe('AgeGauge', () => {
  it('does not call data old because the reader’s clock is ahead', () => {
    const gauge = new AgeGauge();
    gauge.observe(1_000, 61_000);
    expect(gauge.ageMs(2_000, 62_300)).toBe(300);
  });

  it('counts on when values stop coming', () => {
    const gauge = new AgeGauge();
    gauge.observe(1_000, 1_050);
    expect(gauge.ageMs(1_000, 13_050)).toBe(12_000);
  });

  it('takes the quickest arrival as the measure, so that a late value shows as late', () => {
    const gauge = new AgeGauge();
    gauge.observe(1_000, 1_020);
    gauge.observe(2_000, 9_020);
    expect(gauge.ageMs(2_000, 9_020)).toBe(7_000);
  });
});
