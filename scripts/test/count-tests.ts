import type { TestCounts } from './check.ts';

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

/** A check that failed without a failed test (it crashed, or it has no tests) counts as one failed test. */
export function withCheckItself(counts: TestCounts, isGood: boolean): TestCounts {
  return isGood || counts.failedCount > 0 ? counts : { ...counts, failedCount: 1 };
}
