import { describe, expect, it } from 'vitest';
import { decideUseCaseState, isStalled, type UseCaseFacts } from './use-case-state.ts';

const FIVE_MINUTES = 300_000;
const healthy: UseCaseFacts = {
  delayToleranceMs: 5_000,
  readyCount: 0,
  arrivedCount: 100,
  endedCount: 100,
  headWaitedMs: null,
  isRunning: false,
  isPaused: false,
  isHeld: false,
  lateCount: 0,
  failedCount: 0,
};
/** One job that was ready before the stretch began, and nothing since. */
const stalled: UseCaseFacts = {
  ...{ ...healthy, readyCount: 1, arrivedCount: 0, endedCount: 0 },
  headWaitedMs: FIVE_MINUTES + 1,
};
const HOUR = 3_600_000;

describe('stalled', () => {
  it.each<[string, Partial<UseCaseFacts>, boolean]>([
    ['one job that has waited all the while', {}, true],
    ['for exactly as long as the stretch', { headWaitedMs: FIVE_MINUTES }, false],
    ['the first job after a long silence', { arrivedCount: 1, headWaitedMs: 900 }, false],
    ['the same before any engine has spoken of it', { arrivedCount: 1, headWaitedMs: null }, false],
    ['an old one and one that has just come', { readyCount: 2, arrivedCount: 1 }, true],
    ['one that came, of many that left by being cancelled', { arrivedCount: 30 }, false],
    ['something has ended', { endedCount: 1 }, false],
    ['longer than the stretch, within its tolerance', { delayToleranceMs: HOUR }, false],
    ['longer than a long tolerance', { delayToleranceMs: HOUR, headWaitedMs: HOUR + 1 }, true],
    ['one that runs for long, nothing behind it', { headWaitedMs: null, isRunning: true }, false],
    [
      'one that runs for long, one just behind it',
      { readyCount: 2, arrivedCount: 1, headWaitedMs: 50, isRunning: true },
      false,
    ],
    ['one that runs for long, one that waits as long', { readyCount: 2, isRunning: true }, true],
    ['nobody says that it waits or runs', { headWaitedMs: null }, true],
    ['the same with a tolerance beyond the stretch', { headWaitedMs: null, delayToleranceMs: HOUR }, false],
  ])('%s', (_, facts, expected) => expect(isStalled({ ...stalled, ...facts }, FIVE_MINUTES)).toBe(expected));
});

describe('decideUseCaseState', () => {
  it.each<[string, UseCaseFacts]>([
    ['onTime', healthy],
    ['idle', { ...healthy, endedCount: 0, arrivedCount: 0 }],
    ['stalled', stalled],
    ['paused', { ...stalled, isPaused: true }],
    ['held', { ...stalled, isHeld: true }],
    ['paused', { ...stalled, isHeld: true, isPaused: true }],
    ['onTime', { ...healthy, isHeld: true }],
    ['held', { ...healthy, isHeld: true, lateCount: 1, readyCount: 1 }],
    ['busy', { ...stalled, arrivedCount: 1, headWaitedMs: 900 }],
    ['busy', { ...stalled, arrivedCount: 1, headWaitedMs: 5_000 }],
    ['late', { ...stalled, arrivedCount: 1, headWaitedMs: 5_001 }],
    ['busy', { ...stalled, headWaitedMs: null, isRunning: true }],
    ['late', { ...healthy, readyCount: 1, headWaitedMs: 5_001 }],
    ['late', { ...healthy, lateCount: 1 }],
    ['onTime', { ...healthy, failedCount: 9 }],
    ['failing', { ...healthy, failedCount: 10 }],
    ['late', { ...healthy, failedCount: 50, lateCount: 1 }],
  ])('%s', (state, facts) => expect(decideUseCaseState(facts, FIVE_MINUTES)).toBe(state));
});
