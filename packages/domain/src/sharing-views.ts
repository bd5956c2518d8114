/**
 * What the console gets to see of who waits, and of how the pool was shared. Instants are ms since 1970 on the store's clock,
 * durations ms. Slot ms: a worker slot (or the part of the pool's memory or CPU that stands for one) held for a ms.
 */
import type { Criticality } from './criticality.ts';
import type { QuotaKind } from './quota-kind.ts';
import type { Page } from './sort-rows.ts';
import type { ChartWindow } from './views.ts';
import type { Gate, GateReading, JobWait, UseCaseWait } from './wait-reason.ts';

/** Whether anybody can tell at all: engines speak each second or two. */
interface Spoken {
  readonly asOf: number;
  /** Null: no engine has ever spoken. */
  readonly engineSpokeAt: number | null;
}

export interface UseCaseWaitView extends Spoken, UseCaseWait {}

export interface JobWaitView extends Spoken, JobWait {}

/** A use case whose next job waits. */
export interface WaitingUseCase {
  readonly name: string;
  readonly team: string;
  readonly criticality: Criticality;
  readonly delayToleranceMs: number;
  readonly gate: Gate;
  /** What that gate says; null where the engine that wrote it is of another version. */
  readonly reading: GateReading | null;
  /** Null where it is not known. */
  readonly headAvailableAt: number | null;
  /** Engines that say so. */
  readonly engineCount: number;
}

/** A use case whose own programs take its jobs, and have not taken all: what is known of it is how many. */
export interface RemoteWaiting {
  readonly name: string;
  readonly team: string;
  readonly criticality: Criticality;
  /** Jobs that are due and that nobody holds. */
  readonly waitingCount: number;
  /** Jobs that its programs hold now. */
  readonly leasedCount: number;
  readonly isPaused: boolean;
  /** An incident mode keeps it from being lent any. */
  readonly isHeld: boolean;
}

/** All that wait now, those that wait longest first. */
export interface WaitingList extends Spoken {
  readonly rows: readonly WaitingUseCase[];
  /** Those with their own programs, the largest backlog first, a few hundred at most. */
  readonly remote: readonly RemoteWaiting[];
  /** How many of these there are. */
  readonly remoteCount: number;
  /** An engine names only those that wait longest: there are more. */
  readonly isCut: boolean;
}

export const REPORT_PERIODS = ['hour', 'day', 'week'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];

interface PeriodReport extends Spoken {
  readonly period: ReportPeriod;
  readonly window: ChartWindow;
  /** Burst grants that were in force in the period; those that took most first, `MAX_REPORTED` at most. */
  readonly grants: readonly ReportedGrant[];
}

/** Of more nobody reads them all. */
export const MAX_REPORTED = 20;

/** Of the rows that a filter leaves one page, in the order that was asked for. */
export interface ReportRows<Row> extends Page<Row> {
  /** Every team of which the report has a row, whatever the filter. */
  readonly teams: readonly string[];
}

/** Every row that a filter leaves, to be saved. */
export interface ReportExport<Row> {
  readonly asOf: number;
  readonly window: ChartWindow;
  readonly rows: readonly Row[];
}

/** What a grant took since it began, which may be before the period. */
export interface ReportedGrant {
  readonly id: string;
  readonly useCase: string;
  readonly team: string;
  readonly startsAt: number;
  /** When it ended, or will. */
  readonly endsAt: number;
  readonly cpuMs: number;
  readonly submittedCount: number;
  readonly slotMs: number;
  readonly waiterCount: number;
}

/** Slot time that one use case had beyond its entitlement and another lacked, minute by minute. */
export interface HeldUp {
  readonly culprit: string;
  readonly victim: string;
  readonly slotMs: number;
}

export interface PoolUsage {
  readonly slotMs: number;
  readonly busySlotMs: number;
  readonly cpuCapacityMs: number;
  readonly cpuMs: number;
  /** Of these by opportunistic use cases. */
  readonly opportunisticCpuMs: number;
}

/** A step of the window in which an engine spoke; steps in which none did are left out. */
export interface PoolPoint extends PoolUsage {
  readonly at: number;
}

/** What a use case did in the period, counted with its results: exact. */
export interface CapacityUse {
  readonly name: string;
  readonly team: string;
  readonly quotaKind: QuotaKind;
  /** Its own, without grants; null: no limit. */
  readonly cpuQuotaMsPerSecond: number | null;
  readonly submittedCount: number;
  readonly doneCount: number;
  readonly deadCount: number;
  readonly cancelledCount: number;
  readonly cpuMs: number;
  /** Of it by burst grants: used while the policy's CPU quota was used up. */
  readonly grantedCpuMs: number;
}

/** What a use case, or a team, had of the pool. Shares are null where what they are a part of is not known. */
export interface CapacityRow {
  readonly name: string;
  /** Of a team: the number of its use cases that had anything to do. */
  readonly useCaseCount: number;
  readonly team: string;
  readonly isOpportunistic: boolean;
  readonly cpuMs: number;
  readonly grantedCpuMs: number;
  readonly poolShare: number | null;
  /** Null: no limit, of a team: one of its use cases has none. */
  readonly cpuQuotaMsPerSecond: number | null;
  /** CPU used ÷ what the quota allowed in the period. */
  readonly quotaShare: number | null;
  readonly receivedCount: number;
  readonly executedCount: number;
  /** Executed ÷ received; null where nothing was received. */
  readonly executedShare: number | null;
}

export interface CapacityTotals extends PoolUsage {
  readonly receivedCount: number;
  readonly executedCount: number;
  /** Use cases that had anything to do in the period. */
  readonly busyCount: number;
  /** Registered, and without anything to do. */
  readonly idleCount: number;
}

export interface CapacityReport extends PeriodReport {
  readonly points: readonly PoolPoint[];
  /** Over everybody, whatever the filter. */
  readonly totals: CapacityTotals;
  readonly uses: ReportRows<CapacityRow>;
}

/** How a use case came off in the period. */
export interface FairnessUse {
  readonly name: string;
  readonly team: string;
  readonly fairWeight: number;
  /** Slot ms that it had a right to, and got, in the minutes in which it was backlogged. */
  readonly entitledMs: number;
  readonly receivedMs: number;
  /** For how long something of it stood ready that no limit of its own kept back. */
  readonly backloggedMs: number;
  /** Received ÷ entitled; null where it was backlogged too shortly to be judged. */
  readonly ratio: number | null;
  /** Slot ms that it lacked of its entitlement, second by second, and its part in what others lacked, by having more than its own. */
  readonly sufferedMs: number;
  readonly causedMs: number;
  /** For how long its next job waited at which gate, longest first; engines added up. */
  readonly gates: readonly { readonly gate: Gate; readonly ms: number }[];
}

/** From here on a use case got what it had a right to; below it, something of it is missing. */
export const FAIR_FROM = 0.95;

export interface FairnessTotals {
  /** Use cases that worked or waited in the period, and of these those that were judged. */
  readonly useCaseCount: number;
  readonly judgedCount: number;
  /** Judged, with less than `FAIR_FROM` of their entitlement. */
  readonly shortCount: number;
  /** Jain's index over the ratios; null where nobody was judged. */
  readonly jain: number | null;
  /** The one with the smallest ratio. */
  readonly worst: { readonly name: string; readonly ratio: number } | null;
  readonly sufferedMs: number;
  readonly causedMs: number;
}

export interface FairnessReport extends PeriodReport {
  /** Over everybody, whatever the filter. */
  readonly totals: FairnessTotals;
  readonly uses: ReportRows<FairnessUse>;
  /** Who held up whom, the largest first, `MAX_REPORTED` at most. */
  readonly pairs: readonly HeldUp[];
}
