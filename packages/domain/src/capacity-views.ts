/** What the console gets to see of capacity. Instants are ms since 1970 on the store's clock; limits in the units of `UseCasePolicy`. */
import type { GrantAmounts, GrantClass, GrantState } from './burst-grant.ts';
import type { EffectivePolicy, GrantableLimits } from './effective-policy.ts';
import type { CriticalityFloor } from './incident-mode.ts';

export interface GrantView {
  readonly id: string;
  readonly useCase: string;
  readonly team: string;
  readonly trafficClass: GrantClass;
  readonly amounts: GrantAmounts;
  readonly reason: string;
  readonly incidentUrl: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** When somebody ended it before its end. */
  readonly endedAt: number | null;
  readonly grantedBy: string;
  readonly grantedAt: number;
  readonly version: number;
  readonly state: GrantState;
  /** The use case's limits as they are now. */
  readonly policy: GrantableLimits;
  /** What this grant alone makes of them while it is in force. */
  readonly granted: GrantableLimits;
}

/** What was used of a grant: what the policy alone would not have let the use case do. All engines together, up to some seconds ago. */
export interface GrantUsed {
  /** CPU of jobs that started while the policy's CPU quota was used up; counted when they end. */
  readonly cpuMs: number;
  /** Jobs that the policy's rate limit would have refused. */
  readonly submittedCount: number;
  /** For how long how many more jobs ran than the policy's concurrency limit: two for a minute are two minutes. */
  readonly jobMs: number;
  /** Slots that jobs beyond the CPU quota or the concurrency limit held. */
  readonly slotMs: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A use case that waited while a grant let others run: what it would have had of the grant's slots, by its weight. */
export interface GrantWaiter {
  readonly useCase: string;
  readonly team: string;
  readonly slotMs: number;
  /** How much later it came to its jobs. */
  readonly heldUpMs: number;
}

export interface ListedGrant extends GrantView {
  /** Null: nothing, as far as any engine has said. */
  readonly used: GrantUsed | null;
  /** Use cases that waited longer for it. */
  readonly waiterCount: number;
}

export interface GrantDetail {
  readonly asOf: number;
  readonly grant: ListedGrant;
  /** Of those that waited longer, the ones that waited longest. */
  readonly waiters: readonly GrantWaiter[];
}

/** Those that have not ended, by their start, then the latest of those that have. */
export interface GrantList {
  readonly asOf: number;
  readonly grants: readonly ListedGrant[];
}

export interface UseCaseGrants extends GrantList {
  readonly policy: GrantableLimits;
  readonly effective: EffectivePolicy;
}

/** A downstream as engines see it now, all of them together. */
export interface DownstreamLive {
  readonly seenAt: number;
  /** In the last minute. */
  readonly signalCount: number;
  /** In the last second. */
  readonly startCount: number;
  /** The limits of all engines together, and what those start that have none; null: no engine limits it. */
  readonly limitPerSecond: number | null;
  /** Engines that speak of it, and how many of them limit what they start. */
  readonly engineCount: number;
  readonly limitedCount: number;
  /** When its rate was last cut, as long as it has not recovered. */
  readonly cutAt: number | null;
}

export interface DownstreamView {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly description: string;
  readonly overloadThreshold: number;
  /** Null: not limited in good health. */
  readonly maxPerSecond: number | null;
  /** Names of those that call it. */
  readonly useCases: readonly string[];
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Null: no engine has spoken of it for ten seconds. */
  readonly live: DownstreamLive | null;
}

export interface DownstreamList {
  readonly asOf: number;
  readonly downstreams: readonly DownstreamView[];
}

export interface IncidentModeView {
  readonly id: string;
  readonly criticalityFloor: CriticalityFloor;
  readonly reason: string;
  readonly incidentUrl: string;
  readonly startedBy: string;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly endedAt: number | null;
  readonly isActive: boolean;
}

/** Those in force, the highest floor first, then the latest that ended. */
export interface IncidentModeList {
  readonly asOf: number;
  readonly modes: readonly IncidentModeView[];
}
