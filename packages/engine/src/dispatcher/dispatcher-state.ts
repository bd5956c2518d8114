import type { JobKey } from '@leeway/domain/job-id';
import type { Lease, ReadyJob } from '../queue/lease.ts';
import type { AttemptEnd } from '../queue/settlement.ts';
import { ReadyQueues } from './ready-queues.ts';
import { createRunEstimates, type RunEstimates } from './run-estimates.ts';
import { Slots } from './slots.ts';
import { Suspects } from './suspects.ts';

/** A lease that is not over, and what is known of the jobs in it. */
export interface LiveLease {
  readonly lease: Lease;
  readonly ends: AttemptEnd[];
  /** Jobs of the row that are not wanted any more: by place, who said so and why. */
  cancels?: Map<number, string>;
}

/** All that the dispatcher remembers between two events. Its owner changes it through `stepDispatcher` only. */
export interface DispatcherState {
  readonly ready: ReadyQueues;
  readonly leases: Map<JobKey, LiveLease>;
  readonly slots: Slots;
  /** Jobs of use cases that the registry does not know (yet), by use case number: they must not stand before the others. */
  readonly parked: Map<number, { readonly until: number; readonly jobs: ReadyJob[] }>;
  readonly estimates: RunEstimates;
  readonly suspects: Suspects;
  leasedCount: number;
  lastToken: number;
  isDraining: boolean;
}

export function createDispatcherState(): DispatcherState {
  return {
    ready: new ReadyQueues(),
    leases: new Map(),
    slots: new Slots(),
    parked: new Map(),
    estimates: createRunEstimates(),
    suspects: new Suspects(),
    leasedCount: 0,
    lastToken: 0,
    isDraining: false,
  };
}
