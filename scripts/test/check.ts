/** One thing that must hold, and the program that tells. */
export interface Check {
  readonly name: string;
  /** A program of node_modules/.bin, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  /** Where it writes what each test did; without one the check counts as one test. */
  readonly report?: { readonly kind: 'vitest' | 'playwright'; readonly file: string };
  /** Makes what the others need, so it counts only when it fails. */
  readonly isSetUp?: boolean;
  /** Names of checks that must have ended before: what they make is needed, or both would fight for the machine. */
  readonly after: readonly string[];
  readonly limitMs: number;
}

export interface TestCounts {
  readonly passedCount: number;
  readonly failedCount: number;
  readonly skippedCount: number;
}

export interface CheckResult extends TestCounts {
  readonly name: string;
  readonly isGood: boolean;
  readonly tookMs: number;
  readonly output: string;
}
