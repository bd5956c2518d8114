/**
 * What the console and other readers get from the control plane. Instants are ms since 1970 on the store's clock,
 * durations ms, rates per second. `null` means unknown or not measured, never zero.
 */
import type { AlarmView } from './alarm.ts';
import type { Criticality } from './criticality.ts';
import type { FailureCode, JobState, NoteCode } from './job-state.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Runtime } from './runtime.ts';
import type { MissedRuns } from './schedule.ts';
import type { UseCasePolicy } from './use-case.ts';
import type { UseCaseState } from './use-case-state.ts';

export interface DelayQuantiles {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

/** Exact counts of one stretch of time. */
export interface UsageCounts {
  readonly submittedCount: number;
  readonly doneCount: number;
  /** Attempts that failed, whether a retry followed or not. */
  readonly failedCount: number;
  readonly deadCount: number;
  /** Started after their deadline. */
  readonly lateCount: number;
  /** Results refused because the lease was lost. */
  readonly lostLeaseCount: number;
  readonly cancelledCount: number;
  /** Dead jobs that were brought back. */
  readonly redrivenCount: number;
  /** Jobs that a submit rate limit refused: they were never stored. */
  readonly refusedCount: number;
  readonly cpuMs: number;
  readonly runMs: number;
}

/** One step of a chart's time axis; `at` is its beginning. The last one may still be filling. */
export interface ChartPoint extends UsageCounts, DelayQuantiles {
  readonly at: number;
  /** Jobs that were accepted and neither done, dead nor cancelled at the end of the step. */
  readonly backlogCount: number;
}

/** Where a use case's jobs are now. */
export interface BacklogCounts {
  /** Due and not started, or being run: waiting + leased. */
  readonly readyCount: number;
  readonly delayedCount: number;
  readonly deadCount: number;
}

export interface UseCaseView extends Readonly<UseCasePolicy> {
  readonly id: string;
  readonly no: number;
  readonly name: string;
  readonly team: string;
  readonly isPaused: boolean;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A line of the list of use cases; figures are of the last 5 minutes. */
export interface UseCaseSummary extends BacklogCounts, DelayQuantiles {
  readonly name: string;
  readonly team: string;
  readonly runtime: Runtime;
  readonly handler: string | null;
  readonly criticality: Criticality;
  readonly delayToleranceMs: number;
  readonly isPaused: boolean;
  /** An incident mode in force lets only more critical work start. */
  readonly isHeld: boolean;
  readonly state: UseCaseState;
  readonly submittedPerSecond: number;
  readonly donePerSecond: number;
  readonly failedCount: number;
  readonly lateCount: number;
  readonly startedCount: number;
  /** Done per step over the last 15 minutes, oldest first, for the sparkline. */
  readonly doneTrend: readonly number[];
}

/** The chart's range: its end is the store's now unless the reader pinned it. */
export interface ChartWindow {
  readonly fromAt: number;
  readonly toAt: number;
  readonly stepMs: number;
}

export interface UseCaseReport {
  readonly asOf: number;
  readonly window: ChartWindow;
  readonly points: readonly ChartPoint[];
  readonly backlog: BacklogCounts;
  /** Over the whole window. */
  readonly totals: UsageCounts & DelayQuantiles;
  readonly failures: readonly { readonly code: FailureCode; readonly count: number }[];
}

export interface WorkerSlotView {
  readonly slot: number;
  readonly state: 'idle' | 'running' | 'starting';
  readonly useCase: string | null;
  readonly busyShare: number;
}

/** A live engine process; `beatAt` older than 5 s means that it does not answer. */
export interface EngineView {
  readonly id: string;
  readonly host: string;
  readonly startedAt: number;
  readonly beatAt: number;
  readonly shardCount: number;
  readonly leasedCount: number;
  readonly slots: readonly WorkerSlotView[];
  readonly rssMb: number;
}

export interface ReplayMark {
  readonly id: string;
  readonly label: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

export interface TierOverview {
  readonly asOf: number;
  readonly window: ChartWindow;
  readonly points: readonly ChartPoint[];
  readonly backlog: BacklogCounts;
  readonly totals: UsageCounts & DelayQuantiles;
  readonly engines: readonly EngineView[];
  readonly alarms: readonly AlarmView[];
  readonly useCaseCount: number;
  readonly teamCount: number;
  readonly replays: readonly ReplayMark[];
}

export interface JobView {
  readonly id: string;
  readonly useCase: string;
  readonly runtime: Runtime;
  readonly state: JobState;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly submittedAt: number;
  readonly availableAt: number;
  readonly deadlineAt: number;
  /** Null where it has none, and of an ended job, whose key nobody keeps. */
  readonly concurrencyKey: string | null;
  /** For a delayed job: when it is moved to the ready queue. */
  readonly dueAt: number | null;
  /** For a job that a program holds: when its lease ends unless it is extended. */
  readonly leaseExpiresAt: number | null;
  /** The name of the API key with which that program leased it. */
  readonly leaseHolder: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly delayMs: number | null;
  readonly runMs: number | null;
  /** Of a remote use case: as its program said. */
  readonly cpuMs: number | null;
  readonly failure: { readonly code: FailureCode; readonly message: string } | null;
  /** What was last done to it from outside: by whom, why, when. */
  readonly note: { readonly code: NoteCode; readonly message: string; readonly at: number } | null;
}

/** A recurring job of a use case. `payload` null: withheld from who may not change it. */
export interface ScheduleView {
  readonly id: string;
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  /** JSON text. */
  readonly payload: string | null;
  /** Null: the use case's own. */
  readonly delayToleranceMs: number | null;
  readonly missedRuns: MissedRuns;
  /** Null: none, or, as the payload is, for those who may change it. */
  readonly concurrencyKey: string | null;
  readonly isPaused: boolean;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Null while paused, and where nothing follows. */
  readonly nextFireAt: number | null;
  readonly lastFireAt: number | null;
  /** Entries in its list of fires since the beginning. */
  readonly fireCount: number;
}

/** What became of an instant that a schedule names, or of several that were missed together. */
export interface ScheduleFireView {
  readonly no: number;
  /** Of several the last. */
  readonly fireAt: number;
  readonly decidedAt: number;
  /** Null: missed, and not made up for. */
  readonly jobId: string | null;
  /** More than 1: missed instants that this one stands for; above `LIMITS.missedRuns` at least so many. */
  readonly instantCount: number;
}

/** The next instants at which a schedule would fire. */
export interface SchedulePreview {
  readonly asOf: number;
  readonly fires: readonly number[];
}

export interface AuditEntryView {
  readonly seq: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly objectType: string;
  readonly objectName: string;
  readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
  readonly reason: string;
}

export interface TeamView {
  readonly id: string;
  readonly name: string;
  readonly useCaseCount: number;
}

/** A module of the handler folder; `description` is the first line of its leading doc comment. */
export interface HandlerView {
  readonly name: string;
  readonly description: string;
}

/** A key without its secret. `team` null: may submit for every team. */
export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly lastFour: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  /** On what is submitted with it; null: none. */
  readonly rateLimit: RateLimit | null;
}

/** What became of a use case's jobs since an instant; buckets as in `distribution.ts`, of `delayMs`. */
export interface ReplayCounts {
  readonly name: string;
  readonly submittedCount: number;
  readonly doneCount: number;
  readonly failedCount: number;
  /** Died and were not brought back. */
  readonly deadCount: number;
  readonly cancelledCount: number;
  readonly lateCount: number;
  readonly cpuMs: number;
  readonly delayBuckets: readonly (readonly [bucket: number, count: number])[];
}
