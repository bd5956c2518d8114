import type { Check, TestCounts } from './check.ts';

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

/** Reads a JSON report. A test that passed only at a second try counts as failed: it will fail again some day. */
export function countTests(kind: 'vitest' | 'playwright', reportText: string): TestCounts {
  return kind === 'vitest' ? countVitest(JSON.parse(reportText)) : countPlaywright(JSON.parse(reportText));
}

function countVitest(report: VitestReport): TestCounts {
  return {
    passedCount: report.numPassedTests,
    failedCount: report.numFailedTests,
    skippedCount: report.numPendingTests,
  };
}

function countPlaywright({ stats }: PlaywrightReport): TestCounts {
  return {
    passedCount: stats.expected,
    failedCount: stats.unexpected + stats.flaky,
    skippedCount: stats.skipped,
  };
}

/**
 * A check without a report of tests counts as one, a set-up only when it fails. One that failed without a failed test (it
 * crashed, or found no tests) counts as one failed test beside those that passed.
 */
export function withCheckItself(
  counts: TestCounts,
  check: Pick<Check, 'report' | 'isSetUp'>,
  isGood: boolean,
): TestCounts {
  if (!isGood) return counts.failedCount > 0 ? counts : { ...counts, failedCount: 1 };
  return check.report === undefined && check.isSetUp !== true ? { ...counts, passedCount: 1 } : counts;
}
