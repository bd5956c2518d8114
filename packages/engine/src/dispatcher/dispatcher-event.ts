import type { Criticality } from '@leeway/domain/criticality';
import type { JobKey } from '@leeway/domain/job-id';
import type { CapacitySample } from '../capacity/capacity-sample.ts';
import type { PoolSize } from '../capacity/dominant-share.ts';
import type { Lease, ReadyJob } from '../queue/lease.ts';
import type { RowState } from '../queue/queued-job.ts';
import type { Settlement } from '../queue/settlement.ts';
import type { DownstreamEntry, UseCaseEntry } from '../registry/entries.ts';
import type { AttemptResult } from '../workers/attempt-result.ts';
import type { Bundle, GivenBack } from '../workers/bundle.ts';

/** What happens to the dispatcher. */
export type DispatcherEvent =
  /** Jobs that this process holds from now on. */
  | { readonly kind: 'arrived'; readonly jobs: readonly ReadyJob[] }
  | { readonly kind: 'slotFreed'; readonly slot: number; readonly memoryLimitMb: number }
  | {
      readonly kind: 'reported';
      readonly results: readonly { readonly lease: Lease; readonly result: AttemptResult }[];
    }
  /** Leases whose jobs did not all run. */
  | ({ readonly kind: 'givenBack'; readonly leases: readonly Lease[] } & GivenBack)
  /** Start nothing more of it; what runs may end. */
  | { readonly kind: 'shardLeaving'; readonly shard: number }
  | { readonly kind: 'shardLost'; readonly shard: number }
  /** Rows that are to be taken out of the ready queues, wherever they go. */
  | { readonly kind: 'withdrawn'; readonly rows: readonly RowState[] }
  /** A job of a leased row is not wanted any more: whatever comes of it, it is not tried again. */
  | { readonly kind: 'cancelAsked'; readonly key: JobKey; readonly place: number; readonly why: string }
  /** Policy, grants or incident modes changed: who may not start may now. */
  | { readonly kind: 'policyChanged' }
  /** About every second: what is shared is looked at. */
  | { readonly kind: 'tick' }
  /** Time to start what can be started. */
  | { readonly kind: 'dispatch' }
  /** Start nothing more. */
  | { readonly kind: 'drain' };

/** What the dispatcher wants done, in this order. */
export type DispatcherEffect =
  /** After what the slot was given in the same step. */
  | { readonly kind: 'run'; readonly slot: number; readonly bundle: Bundle }
  | { readonly kind: 'settle'; readonly settlements: readonly Settlement[] }
  | { readonly kind: 'countLostLease'; readonly useCaseNo: number }
  /** Jobs that left the ready queues; jobs that came back without having run. */
  | { readonly kind: 'taken'; readonly jobs: readonly ReadyJob[] }
  | { readonly kind: 'returned'; readonly jobs: readonly ReadyJob[] }
  /** Jobs that are no longer ours. */
  | { readonly kind: 'forgotten'; readonly jobs: readonly ReadyJob[] }
  | { readonly kind: 'dispatchAfter'; readonly delayMs: number }
  | { readonly kind: 'sampled'; readonly sample: CapacitySample };

/** What the world around looks like at the moment of an event. */
export interface DispatcherWorld {
  /** ms, never goes back. */
  readonly now: number;
  /** The store's clock, ms since 1970. */
  readonly storeNow: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Jobs whose results the store has not confirmed. */
  readonly unsettledCount: number;
  readonly findUseCase: (useCaseNo: number) => UseCaseEntry | undefined;
  /** The epoch of a shard that is owned now, else undefined. */
  readonly epochOf: (shard: number) => number | undefined;
  readonly capacity: CapacityWorld;
}

/** What this engine may give a use case now: its part of what the policy and the grants in force say. Null: no limit. */
export interface EngineLimits {
  /** This engine's part of the use case's shards, in (0, 1]. */
  readonly share: number;
  readonly cpuPerSecond: number | null;
  readonly concurrency: number | null;
  /** What of these a grant gives; absent where none is in force. */
  readonly lifts?: EngineLifts;
}

interface EngineLifts {
  readonly cpuQuota?: EngineLift;
  readonly concurrency?: EngineLift;
}

export interface EngineLift {
  readonly grantId: string;
  /** This engine's part of what the policy alone says. */
  readonly policy: number;
}

/** Who may use what. */
export interface CapacityWorld {
  readonly pool: PoolSize;
  readonly limitsOf: (useCase: UseCaseEntry) => EngineLimits;
  /** Null: no incident mode. */
  readonly criticalityFloor: () => Criticality | null;
  readonly findDownstream: (id: string) => DownstreamEntry | undefined;
  /** Overload signals that other engines saw in the last minute. */
  readonly foreignSignals: (downstreamId: string) => number;
  /** Engines that call it now, this one among them; absent: this one alone. */
  readonly callerCount?: (downstreamId: string) => number;
}
