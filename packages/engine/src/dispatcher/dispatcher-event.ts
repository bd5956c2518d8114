import type { JobKey } from '@leeway/domain/job-id';
import type { Lease, ReadyJob } from '../queue/lease.ts';
import type { Settlement } from '../queue/settlement.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { AttemptResult } from '../workers/attempt-result.ts';
import type { Bundle } from '../workers/bundle.ts';

/** What happens to the dispatcher. */
export type DispatcherEvent =
  /** Jobs that this process holds from now on. */
  | { readonly kind: 'arrived'; readonly jobs: readonly ReadyJob[] }
  | { readonly kind: 'slotFreed'; readonly slot: number; readonly memoryLimitMb: number }
  | {
      readonly kind: 'reported';
      readonly results: readonly { readonly lease: Lease; readonly result: AttemptResult }[];
    }
  /** Leases whose jobs did not all run. `isSuspect`: one of them ended the process, and it is not known which. */
  | { readonly kind: 'givenBack'; readonly leases: readonly Lease[]; readonly isSuspect: boolean }
  /** Start nothing more of it; what runs may end. */
  | { readonly kind: 'shardLeaving'; readonly shard: number }
  | { readonly kind: 'shardLost'; readonly shard: number }
  /** Rows that are to be taken out of the ready queues, wherever they go. */
  | { readonly kind: 'withdrawn'; readonly keys: ReadonlySet<JobKey> }
  /** A job of a leased row is not wanted any more: whatever comes of it, it is not tried again. */
  | { readonly kind: 'cancelAsked'; readonly key: JobKey; readonly place: number; readonly why: string }
  /** Time to start what can be started. */
  | { readonly kind: 'dispatch' }
  /** Start nothing more. */
  | { readonly kind: 'drain' };

/** What the dispatcher wants done, in this order. */
export type DispatcherEffect =
  | { readonly kind: 'run'; readonly slot: number; readonly bundle: Bundle }
  | { readonly kind: 'settle'; readonly settlements: readonly Settlement[] }
  | { readonly kind: 'countLostLease'; readonly useCaseNo: number }
  /** Jobs that left the ready queues; jobs that came back without having run. */
  | { readonly kind: 'taken'; readonly jobs: readonly ReadyJob[] }
  | { readonly kind: 'returned'; readonly jobs: readonly ReadyJob[] }
  /** Jobs that are no longer ours. */
  | { readonly kind: 'forgotten'; readonly jobs: readonly ReadyJob[] }
  | { readonly kind: 'dispatchAfter'; readonly delayMs: number };

/** What the world around looks like at the moment of an event. */
export interface DispatcherWorld {
  /** ms, never goes back. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Jobs whose results the store has not confirmed. */
  readonly unsettledCount: number;
  readonly findUseCase: (useCaseNo: number) => UseCaseEntry | undefined;
  /** The epoch of a shard that is owned now, else undefined. */
  readonly epochOf: (shard: number) => number | undefined;
}
