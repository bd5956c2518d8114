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

  it('counts a failed check without failed tests once', () => {
    expect(withCheckItself({ ...none, passedCount: 5 }, false)).toEqual({ ...none, passedCount: 5, failedCount: 1 });
    expect(withCheckItself({ ...none, failedCount: 3 }, false)).toEqual({ ...none, failedCount: 3 });
  });

  it('adds nothing for a check that holds', () => {
    expect(withCheckItself(none, true)).toEqual(none);
  });
});
