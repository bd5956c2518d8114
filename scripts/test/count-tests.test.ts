import { describe, expect, it } from 'vitest';
import { countTests, withCheckItself } from './count-tests.ts';

describe('countTests', () => {
  it('reads what vitest wrote', () => {
    const report = { numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTotalTests: 10 };
    expect(countTests('vitest', JSON.stringify(report))).toEqual({ passedCount: 7, failedCount: 2, skippedCount: 1 });
  });

  it('counts a flaky journey as failed', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 2, skipped: 3 } };
    expect(countTests('playwright', JSON.stringify(report))).toEqual({
      passedCount: 4,
      failedCount: 3,
      skippedCount: 3,
    });
  });
});

describe('withCheckItself', () => {
  const none = { passedCount: 0, failedCount: 0, skippedCount: 0 };
  const tests = { report: { kind: 'vitest', file: 'unit.json' } } as const;

  it('counts a failed check without failed tests once', () => {
    expect(withCheckItself({ ...none, passedCount: 5 }, tests, false)).toEqual({
      ...none,
      passedCount: 5,
      failedCount: 1,
    });
    expect(withCheckItself({ ...none, failedCount: 3 }, tests, false)).toEqual({ ...none, failedCount: 3 });
    expect(withCheckItself(none, { isSetUp: true }, false)).toEqual({ ...none, failedCount: 1 });
  });

  it('counts a check that has no tests of its own as one, but nothing that only prepares', () => {
    expect(withCheckItself(none, {}, true)).toEqual({ ...none, passedCount: 1 });
    expect(withCheckItself(none, { isSetUp: true }, true)).toEqual(none);
  });

  it('adds nothing to the tests that a check reports', () => {
    expect(withCheckItself({ ...none, passedCount: 5 }, tests, true)).toEqual({ ...none, passedCount: 5 });
    expect(withCheckItself(none, tests, true)).toEqual(none);
  });
});
