import type { JobKey } from '@leeway/domain/job-id';
import { type Need, UNKNOWN_NEED } from '../capacity/long-stay.ts';
import type { Lease, ReadyJob } from '../queue/lease.ts';
import type { AttemptEnd } from '../queue/settlement.ts';
import { Blocked } from './blocked.ts';
import { DownstreamMeters } from './downstream-meters.ts';
import { GrantBook } from './grant-book.ts';
import type { GrantUse } from './grant-meter.ts';
import { type Charge, type Meter, Meters } from './meter.ts';
import { rankOf } from './rank.ts';
import { ReadyQueues } from './ready-queues.ts';
import { Slots } from './slots.ts';
import { Suspects } from './suspects.ts';

/** A lease that is not over, and what is known of the jobs in it. */
export interface LiveLease {
  readonly lease: Lease;
  readonly ends: AttemptEnd[];
  readonly meter: Meter;
  /** What each job of it was charged when it started. */
  readonly charge: Charge;
  /** The grant without which it would not have started; null: its policy lets it. */
  readonly beyond: GrantUse | null;
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
  readonly meters: Meters;
  readonly blocked: Blocked;
  readonly downstreams: DownstreamMeters;
  readonly grants: GrantBook;
  /** How much opportunistic work runs: times its rate. */
  readonly timeShift: { scale: number; steppedAt: number; slotMs: number };
  /** Of slots: those of use cases that stay long, what the others need, what the former may hold for each part of weight and together. */
  readonly stays: { longHeldCount: number; need: Need; perWeight: number; longPart: number };
  /** Virtual time of the use case that last had its turn: who comes anew starts there, without credit for the time before. */
  virtualNow: number;
  /** When the store and this engine last looked at what was shared. */
  sampledAt: number;
  /** A wake-up is under way for this instant. */
  wakeAt: number;
  readonly suspects: Suspects;
  /** How many bundles may go to a slot together. */
  readonly trainLength: number;
  leasedCount: number;
  lastToken: number;
  isDraining: boolean;
}

/** Nobody has looked yet. */
const ANY = Number.POSITIVE_INFINITY;

export function createDispatcherState(trainLength = 1): DispatcherState {
  const meters = new Meters();
  return {
    ready: new ReadyQueues((head) => rankOf(head, meters.of(head.useCaseNo))),
    leases: new Map(),
    slots: new Slots(),
    parked: new Map(),
    meters,
    blocked: new Blocked(),
    downstreams: new DownstreamMeters(),
    grants: new GrantBook(),
    timeShift: { scale: 1, steppedAt: 0, slotMs: 0 },
    stays: { longHeldCount: 0, need: UNKNOWN_NEED, perWeight: ANY, longPart: ANY },
    virtualNow: 0,
    sampledAt: 0,
    wakeAt: Number.POSITIVE_INFINITY,
    suspects: new Suspects(),
    trainLength,
    leasedCount: 0,
    lastToken: 0,
    isDraining: false,
  };
}
