import type { Explanation } from './find-explanation.ts';

/** What must not happen. */
export const VIOLATIONS = {
  lost: 'Accepted, and neither done nor dead',
  unexpected: 'Ran without having been asked for, or after it was done',
  doubled: 'One submission became two jobs',
  doubleHeld: 'Two leases of one job in force at once, or one without a right to it',
  lateAcksAccepted: 'A result was taken from somebody who had lost the lease',
  earlyStarts: 'Started before its earliest start',
  unexplainedRedeliveries: 'Delivered again though nothing had happened to who had it',
  miscounted: 'A counter of the product differs from what was seen',
  unbalanced: 'At a moment of the run a job was in no place, in two, or not counted where it was',
  leftOver: 'Neither done nor dead long after the faults had stopped',
  badAnswers: 'An answer that nothing that was done accounts for',
  crashes: 'A process ended that nobody had killed',
} as const;

export type Violation = keyof typeof VIOLATIONS;

export interface Finding {
  readonly count: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
}

export interface Verdict {
  readonly isGood: boolean;
  readonly findings: Readonly<Record<Violation, Finding>>;
  readonly seen: {
    readonly accepted: number;
    /** No answer came. */
    readonly unknown: number;
    /** Of those, jobs that exist. */
    readonly unknownStored: number;
    readonly runs: number;
    readonly done: number;
    readonly dead: number;
    readonly redelivered: number;
    /** Moments of the run at which rows and counters were compared. */
    readonly looks: number;
  };
  /** How many redeliveries and retries each kind of fault accounts for. */
  readonly explained: Readonly<Partial<Record<Explanation, number>>>;
}

const EXAMPLES = 5;

export interface FindingList {
  add(violation: Violation, example: string, count?: number): void;
  toFindings(): Record<Violation, Finding>;
}

export function createFindingList(): FindingList {
  const counts = new Map<Violation, number>();
  const examples = new Map<Violation, string[]>();
  return {
    add: (violation, example, count = 1) => {
      counts.set(violation, (counts.get(violation) ?? 0) + count);
      const kept = examples.get(violation) ?? [];
      if (kept.length < EXAMPLES) kept.push(example);
      examples.set(violation, kept);
    },
    toFindings: () => {
      const names = Object.keys(VIOLATIONS) as Violation[];
      const entries = names.map((name) => [name, { count: counts.get(name) ?? 0, examples: examples.get(name) ?? [] }]);
      return Object.fromEntries(entries);
    },
  };
}
