import type { Gate, WaitReason } from '@leeway/domain/wait-reason';

/** What sharing meant for a use case since the last sample. Slot ms: see `slotMsOf`. */
export interface SharingSample {
  readonly useCaseNo: number;
  readonly entitledMs: number;
  readonly receivedMs: number;
  readonly backloggedMs: number;
  readonly sufferedMs: number;
  readonly causedMs: number;
  /** What its head waited for all the time; null where it did not wait. */
  readonly gate: Gate | null;
}

/** Slot ms that one use case had of its excess and another lacked. */
export interface PairSample {
  readonly culpritNo: number;
  readonly victimNo: number;
  readonly slotMs: number;
}

/** What was used of a grant since the last sample, beyond the policy of its use case. */
export interface GrantSample {
  readonly grantId: string;
  readonly useCaseNo: number;
  /** Of jobs that ended, and had started while the policy's CPU quota was used up. */
  readonly cpuMs: number;
  /** Of jobs that ran beside as many as the policy's concurrency limit says. */
  readonly jobMs: number;
  /** Slots that all these jobs held. */
  readonly slotMs: number;
  /** Other use cases that these slots would have served, those that would have had most of them. */
  readonly waits: readonly GrantWaitSample[];
}

export interface GrantWaitSample {
  readonly useCaseNo: number;
  readonly slotMs: number;
  readonly heldUpMs: number;
}

/** What the pool of this engine had since the last sample. */
export interface PoolSample {
  readonly slotMs: number;
  readonly busySlotMs: number;
  readonly cpuCapacityMs: number;
  readonly cpuMs: number;
  readonly opportunisticCpuMs: number;
}

/** What this engine knows of a downstream now. */
export interface DownstreamSample {
  readonly downstreamId: string;
  /** Overload signals in the last minute. */
  readonly signalCount: number;
  /** Starts in the last second. */
  readonly startCount: number;
  /** Null: not limited. */
  readonly limitPerSecond: number | null;
  /** On the engine's clock; null: not since it recovered. */
  readonly cutAt: number | null;
}

/** Readings are for people: of more use cases nobody reads them all. */
export const MAX_WAIT_SAMPLES = 300;

/** Concurrency keys of a use case that are told of: those that wait longest. */
export const MAX_TOLD_KEYS = 200;

export interface WaitSample {
  readonly useCaseNo: number;
  readonly reason: WaitReason;
}

/** What this engine's dispatcher saw since the last sample. */
export interface CapacitySample {
  readonly storeNow: number;
  readonly elapsedMs: number;
  readonly sharing: readonly SharingSample[];
  /** The largest. */
  readonly pairs: readonly PairSample[];
  readonly grants: readonly GrantSample[];
  readonly pool: PoolSample;
  /** Of those that wait longest, `MAX_WAIT_SAMPLES` at most. */
  readonly waits: readonly WaitSample[];
  readonly downstreams: readonly DownstreamSample[];
}
