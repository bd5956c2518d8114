/** Minutes of a recorded day. */
export const MINUTES_PER_DAY = 1_440;

/** The groups of triggers of the Azure Functions traces ("Serverless in the Wild", USENIX ATC 2020). */
export const TRIGGERS = ['http', 'timer', 'event', 'queue', 'storage', 'orchestration', 'others'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** A point of a duration's distribution: a share `quantile` (0…1) of all invocations took at most `ms`. */
export interface DurationKnot {
  readonly quantile: number;
  readonly ms: number;
}

/** One function of one recorded day. */
export interface TraceFunction {
  /** Hashes, as they stand in the file. */
  readonly owner: string;
  readonly app: string;
  readonly name: string;
  readonly trigger: Trigger;
  /** Ascending in both. */
  readonly durations: readonly DurationKnot[];
  readonly memoryMb: number;
  /** Invocations of each minute: 1,440 numbers, from midnight. */
  readonly minuteCounts: Uint32Array;
}

/**
 * For functions of which the trace recorded invocations, but no duration or memory: the medians of "Serverless in the
 * Wild" (exp(−0.38) s of its log-normal fit, figure 7; half of all applications allocate at most 170 MB, figure 8).
 */
export const UNRECORDED = { durationMs: 684, memoryMb: 170 } as const;
