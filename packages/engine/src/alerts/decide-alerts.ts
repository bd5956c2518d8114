import type { AlertRule } from '@leeway/domain/alert';
import { MINUTE_MS } from '@leeway/domain/units';
import { isStalled } from '@leeway/domain/use-case-state';

/** What a use case did lately: counts of the last ten minutes, times of the last five whole minutes. */
export interface UseCaseFacts {
  readonly no: number;
  readonly name: string;
  /** Paused, or below the floor of an incident mode: somebody wanted it so. */
  readonly isKeptBack: boolean;
  readonly delayToleranceMs: number;
  readonly submittedCount: number;
  readonly doneCount: number;
  readonly deadCount: number;
  readonly lateCount: number;
  readonly entitledMs: number;
  readonly receivedMs: number;
  readonly backloggedMs: number;
  readonly quotaMs: number;
  readonly waitingCount: number;
  /** Became ready in the last ten minutes. */
  readonly arrivedCount: number;
  /** For how long its next job could have started, as engines say; null: none says that one waits. */
  readonly headWaitedMs: number | null;
  readonly isRunning: boolean;
}

export interface CutDownstream {
  readonly id: string;
  readonly name: string;
  readonly signalCount: number;
  readonly limitPerSecond: number | null;
}

/** Something that holds now. */
export interface Alert {
  readonly rule: AlertRule;
  readonly subject: string;
  readonly useCaseNo: number | null;
  readonly downstreamId: string | null;
  readonly message: string;
}

const USAGE_MS = 10 * MINUTE_MS;
const SHARING_MS = 5 * MINUTE_MS;
/** Late jobs are the budget of a delay tolerance: one in a hundred may be late, and five times that burns it. */
const LATE_SHARE = 0.05;
const LATE_MIN_COUNT = 10;
const QUOTA_SHARE = 0.5;
const BACKLOGGED_SHARE = 0.5;
const ENTITLED_SHARE = 0.8;
/** A backlog is a matter for somebody from here on. */
const BACKLOG_MIN_COUNT = 100;

type Rule = (facts: UseCaseFacts) => string | null;

/** What each rule says of a use case; null: nothing. */
const RULES: Readonly<Partial<Record<AlertRule, Rule>>> = {
  overQuota: ({ quotaMs }) =>
    quotaMs >= QUOTA_SHARE * SHARING_MS
      ? `It waited for its CPU quota for ${minutes(quotaMs)} of the last 5 minutes: raise the quota, or grant a burst`
      : null,
  toleranceBurning: ({ lateCount, doneCount, deadCount }) => {
    const ended = doneCount + deadCount;
    const isBurning = lateCount >= LATE_MIN_COUNT && lateCount > LATE_SHARE * ended;
    return isBurning ? `${percent(lateCount, ended)} of its jobs started late in the last 10 minutes` : null;
  },
  deadJobs: ({ deadCount }) =>
    deadCount > 0
      ? `${deadCount} of its jobs died in the last 10 minutes: see their reasons, redrive what can run`
      : null,
  backlogWontDrain: ({ waitingCount, submittedCount, doneCount, deadCount, delayToleranceMs, isKeptBack }) => {
    if (isKeptBack || waitingCount < BACKLOG_MIN_COUNT) return null;
    const perMs = (doneCount + deadCount - submittedCount) / USAGE_MS;
    const drainMs = perMs > 0 ? waitingCount / perMs : Number.POSITIVE_INFINITY;
    if (drainMs <= Math.max(delayToleranceMs, USAGE_MS)) return null;
    const outlook = Number.isFinite(drainMs) ? `that takes ${minutes(drainMs)}` : 'that never ends';
    return `${waitingCount} jobs wait, more than can start within the delay tolerance: at this rate ${outlook}`;
  },
  entitlementMissed: ({ backloggedMs, entitledMs, receivedMs }) => {
    const isBacklogged = backloggedMs >= BACKLOGGED_SHARE * SHARING_MS;
    const isMissed = isBacklogged && receivedMs < ENTITLED_SHARE * entitledMs;
    return isMissed
      ? `It received ${percent(receivedMs, entitledMs)} of what it was entitled to in the last 5 minutes`
      : null;
  },
  stalledUseCase: (facts) => {
    if (facts.isKeptBack) return null;
    const { waitingCount, doneCount, deadCount } = facts;
    return isStalled({ ...facts, readyCount: waitingCount, endedCount: doneCount + deadCount }, USAGE_MS)
      ? `${waitingCount} jobs wait and none has ended for 10 minutes: see why it waits`
      : null;
  },
};

/** What holds now. */
export function decideAlerts(useCases: readonly UseCaseFacts[], downstreams: readonly CutDownstream[]): Alert[] {
  const alerts: Alert[] = [];
  for (const facts of useCases)
    for (const [rule, judge] of Object.entries(RULES) as [AlertRule, Rule][]) {
      const message = judge(facts);
      if (message !== null)
        alerts.push({ rule, subject: facts.name, useCaseNo: facts.no, downstreamId: null, message });
    }
  for (const { id, name, signalCount, limitPerSecond } of downstreams) {
    const rate = limitPerSecond === null ? '' : ` to ${limitPerSecond.toFixed(1)} starts per second`;
    const message = `It says that it is overloaded (${signalCount} times in a minute): all who call it are slowed${rate}`;
    alerts.push({ rule: 'downstreamCut', subject: name, useCaseNo: null, downstreamId: id, message });
  }
  return alerts;
}

function minutes(ms: number): string {
  const count = Math.round(ms / MINUTE_MS);
  return count === 1 ? '1 minute' : `${count} minutes`;
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / Math.max(1, whole))} %`;
}
