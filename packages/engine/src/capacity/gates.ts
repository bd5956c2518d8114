import { CRITICALITY_RANK, type Criticality } from '@leeway/domain/criticality';
import type { Gate, GateReading } from '@leeway/domain/wait-reason';
import { type QuotaBalance, waitForBalance } from './cpu-quota.ts';
import { type SlowStart, slowStartLimit, slowStartOpensAt, slowStartReleased } from './slow-start.ts';

/** A rate that is spent in CPU ms. */
export interface CpuRate {
  readonly perSecond: number;
  readonly balance: QuotaBalance;
}

/** Starts per second that are left for a downstream. */
export interface DownstreamRate {
  readonly name: string;
  /** Null: not limited. */
  readonly limitPerSecond: number | null;
  /** May be below zero. */
  readonly startsLeft: number;
  /** Starts in the last second. */
  readonly startedPerSecond: number;
}

/** All that decides whether the head of a queue may start. Instants on the engine's own clock, which never goes back. */
export interface GateFacts {
  readonly now: number;
  readonly criticality: Criticality;
  /** Null: no incident mode. */
  readonly criticalityFloor: Criticality | null;
  readonly isPaused: boolean;
  /** Null: no quota. */
  readonly cpuQuota: CpuRate | null;
  /** Mean CPU ms of a job. */
  readonly meanCpuMs: number;
  readonly memoryLimitMb: number;
  readonly heldMemoryMb: number;
  readonly poolMemoryMb: number;
  readonly runningCount: number;
  /** Null: no limit. */
  readonly concurrencyLimit: number | null;
  readonly downstreams: readonly DownstreamRate[];
  /** Null: not held back. */
  readonly slowStart: SlowStart | null;
  /** Null: reserved, or opportunistic and due. */
  readonly timeShift: CpuRate | null;
  readonly slotCount: number;
  /** Results that the store has not confirmed have grown too many. */
  readonly isClogged: boolean;
}

/** What a gate says: whether it lets through, how many jobs at most, and its numbers. */
export interface GateVerdict extends Pick<GateReading, 'gate' | 'isOpen' | 'used' | 'limit' | 'unit'> {
  /** Jobs that may start now. */
  readonly allowance: number;
  /** When it opens by itself, on the engine's clock; null: when something else happens. */
  readonly opensAt: number | null;
}

const ANY = Number.POSITIVE_INFINITY;

function plain(gate: Gate, isOpen: boolean): GateVerdict {
  return { gate, isOpen, used: null, limit: null, unit: null, allowance: isOpen ? ANY : 0, opensAt: null };
}

/** Whether work is kept back by an incident mode. @param floor of those in force the highest; null: none */
export function isBelow(criticality: Criticality, floor: Criticality | null): boolean {
  return floor !== null && CRITICALITY_RANK[criticality] > CRITICALITY_RANK[floor];
}

/** Whether nothing of a use case may start, whoever would run it. @param floor of the incident mode; null: none */
export function isHeldBack(useCase: Pick<GateFacts, 'criticality' | 'isPaused'>, floor: Criticality | null): boolean {
  return useCase.isPaused || isBelow(useCase.criticality, floor);
}

function incidentMode({ criticality, criticalityFloor }: GateFacts): GateVerdict {
  return plain('incidentMode', !isBelow(criticality, criticalityFloor));
}

function paused({ isPaused }: GateFacts): GateVerdict {
  return plain('paused', !isPaused);
}

/** Rate r = Q / c̄: over the quota CPU is owed, and the next job starts when it is paid back. */
function rateOf(gate: Gate, rate: CpuRate | null, { now, meanCpuMs }: GateFacts): GateVerdict {
  if (rate === null) return plain(gate, true);
  const limit = rate.perSecond;
  if (limit <= 0) return { ...plain(gate, false), used: 0, limit: 0, unit: 'CPU ms/s' };
  const waitMs = waitForBalance(rate.balance, limit);
  const isOpen = waitMs === 0;
  const allowance = isOpen ? Math.max(1, Math.floor(rate.balance.cpuMs / Math.max(meanCpuMs, 1e-3))) : 0;
  const used = Math.max(0, limit - rate.balance.cpuMs);
  return { gate, isOpen, used, limit, unit: 'CPU ms/s', allowance, opensAt: isOpen ? null : now + waitMs };
}

/** A use case that asks for more than the whole pool has gets it when nothing else runs. */
function memory({ memoryLimitMb, heldMemoryMb, poolMemoryMb }: GateFacts): GateVerdict {
  const isOpen = heldMemoryMb === 0 || heldMemoryMb + memoryLimitMb <= poolMemoryMb;
  return { ...plain('memory', isOpen), used: heldMemoryMb, limit: poolMemoryMb, unit: 'MiB' };
}

function concurrency({ runningCount, concurrencyLimit }: GateFacts): GateVerdict {
  const isOpen = concurrencyLimit === null || runningCount < concurrencyLimit;
  return { ...plain('concurrency', isOpen), used: runningCount, limit: concurrencyLimit, unit: 'jobs' };
}

/** The tightest of those that the handler calls. */
function downstream({ downstreams, now }: GateFacts): GateVerdict {
  let tightest: DownstreamRate | null = null;
  for (const each of downstreams)
    if (each.limitPerSecond !== null && (tightest === null || each.startsLeft < tightest.startsLeft)) tightest = each;
  if (tightest?.limitPerSecond == null) return plain('downstream', true);
  const { limitPerSecond, startsLeft, startedPerSecond } = tightest;
  const isOpen = startsLeft > 0;
  const opensAt = isOpen ? null : now + (-startsLeft * 1_000) / limitPerSecond + 1;
  const allowance = isOpen ? Math.max(1, Math.floor(startsLeft)) : 0;
  return {
    gate: 'downstream',
    isOpen,
    used: startedPerSecond,
    limit: limitPerSecond,
    unit: 'jobs/s',
    allowance,
    opensAt,
  };
}

function slowStart({ slowStart: state, now }: GateFacts): GateVerdict {
  if (state === null) return plain('slowStart', true);
  const limit = slowStartLimit(state);
  if (limit === Number.POSITIVE_INFINITY) return plain('slowStart', true);
  const allowance = Math.max(0, slowStartReleased(state, now) - state.count);
  const isOpen = allowance > 0;
  const opensAt = isOpen ? null : slowStartOpensAt(state);
  return { gate: 'slowStart', isOpen, used: state.count, limit, unit: 'jobs/min', allowance, opensAt };
}

function noWorker({ slotCount }: GateFacts): GateVerdict {
  return { ...plain('noWorker', slotCount > 0), limit: slotCount, unit: 'slots' };
}

/** In the order in which they are asked; the first that is closed is the reason. */
const CHECKS: readonly ((facts: GateFacts) => GateVerdict)[] = [
  incidentMode,
  paused,
  (facts) => rateOf('cpuQuota', facts.cpuQuota, facts),
  memory,
  concurrency,
  downstream,
  slowStart,
  (facts) => rateOf('timeShift', facts.timeShift, facts),
  noWorker,
  ({ isClogged }) => plain('flowControl', !isClogged),
];

export type Admission =
  | { readonly isAdmitted: true; readonly allowance: number }
  | { readonly isAdmitted: false; readonly closed: GateVerdict };

/** Whether the head of a queue may start now, and how many jobs of it; else the first gate that is closed. */
export function decideAdmission(facts: GateFacts): Admission {
  let allowance = ANY;
  for (const check of CHECKS) {
    const verdict = check(facts);
    if (!verdict.isOpen) return { isAdmitted: false, closed: verdict };
    allowance = Math.min(allowance, verdict.allowance);
  }
  return { isAdmitted: true, allowance };
}

/** What every gate says, in their order. */
export function readGates(facts: GateFacts): GateVerdict[] {
  return CHECKS.map((check) => check(facts));
}
