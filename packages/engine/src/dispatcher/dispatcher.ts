import type { JobKey } from '@leeway/domain/job-id';
import type { CapacitySample } from '../capacity/capacity-sample.ts';
import type { HeldJobs } from '../queue/held-jobs.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { RowState } from '../queue/queued-job.ts';
import type { Settlement } from '../queue/settlement.ts';
import type { Settler } from '../queue/settler.ts';
import type { Clock } from '../runtime/clock.ts';
import type { WorkerEvents } from '../workers/bundle.ts';
import type { CancelVerdict } from '../workers/protocol.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import type { DispatcherEffect, DispatcherEvent, DispatcherWorld } from './dispatcher-event.ts';
import { createDispatcherState } from './dispatcher-state.ts';
import { stepDispatcher } from './step-dispatcher.ts';
import { TRAIN_MAX_BUNDLES } from './trains.ts';

export interface DispatcherOptions extends Pick<DispatcherWorld, 'random' | 'findUseCase' | 'epochOf' | 'capacity'> {
  readonly held: HeldJobs;
  readonly workers: Pick<WorkerPool, 'run' | 'cancel'>;
  readonly settler: Pick<Settler, 'push' | 'countLostLease' | 'pendingCount'>;
  readonly clock: Clock;
  /** Store time, estimated. */
  readonly now: () => number;
  readonly onTaken: (jobs: readonly ReadyJob[]) => void;
  readonly onReturned: (jobs: readonly ReadyJob[]) => void;
  readonly onSampled?: (sample: CapacitySample) => void;
  /** Sees every decision before it is carried out. */
  readonly onStep?: (event: DispatcherEvent, effects: readonly DispatcherEffect[]) => void;
}

export interface Dispatcher extends WorkerEvents {
  /** Jobs that this process holds from now on; the caller has marked them as held. */
  push(jobs: readonly ReadyJob[]): void;
  /** Starts nothing more of a shard that goes to another engine. */
  leaveShard(shard: number): void;
  dropShard(shard: number): void;
  settled(settlements: readonly Settlement[]): void;
  isLeased(key: JobKey): boolean;
  /** Whether no more jobs of this concurrency key may start now. */
  isKeyFull(job: Pick<ReadyJob, 'useCaseNo' | 'concurrencyKey'>): boolean;
  /** Takes rows out of the ready queues and returns those that were there, in the state that is named; they stay marked as held. */
  withdraw(rows: readonly RowState[]): ReadyJob[];
  /**
   * A job of a leased row is not wanted any more: its worker is told, and it is not tried again. Resolves with what the worker
   * found; null where the row is not leased here, or the job has ended already.
   */
  cancelLeased(key: JobKey, place: number, why: string): Promise<CancelVerdict> | null;
  /** Policy, grants or incident modes changed, or began or ended. */
  policyChanged(): void;
  /** To be called about every second. */
  tick(): void;
  leasedCount(): number;
  readyCount(): number;
  /** Starts nothing new; resolves when no job is in a worker's hands. */
  drain(): Promise<void>;
}

/** Feeds the core with what happens and carries out what it wants; decides nothing. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { held, workers, settler, clock } = options;
  const state = createDispatcherState(TRAIN_MAX_BUNDLES);
  let isDispatchPlanned = false;
  let onIdle: (() => void) | null = null;

  const step = (event: DispatcherEvent): readonly DispatcherEffect[] => {
    const world = { ...options, now: clock.elapsed(), storeNow: options.now(), unsettledCount: settler.pendingCount() };
    const effects = stepDispatcher(state, event, world);
    options.onStep?.(event, effects);
    for (const effect of effects) carryOut(effect);
    if (state.leases.size === 0) onIdle?.();
    if (event.kind !== 'dispatch') planDispatch();
    return effects;
  };

  /** Once per turn of the event loop, whatever happened in it. */
  const planDispatch = (): void => {
    if (isDispatchPlanned) return;
    isDispatchPlanned = true;
    clock.soon(() => {
      isDispatchPlanned = false;
      step({ kind: 'dispatch' });
    });
  };

  const doers: { [Kind in DispatcherEffect['kind']]: (effect: Extract<DispatcherEffect, { kind: Kind }>) => void } = {
    run: ({ slot, bundle }) => workers.run(slot, bundle),
    settle: ({ settlements }) => settler.push(settlements),
    countLostLease: ({ useCaseNo }) => settler.countLostLease(useCaseNo),
    taken: ({ jobs }) => options.onTaken(jobs),
    returned: ({ jobs }) => options.onReturned(jobs),
    forgotten: ({ jobs }) => {
      for (const { key, attempt } of jobs) held.forget(key, attempt);
    },
    sampled: ({ sample }) => options.onSampled?.(sample),
    dispatchAfter: ({ delayMs }) => {
      clock.after(delayMs, planDispatch);
    },
  };
  const carryOut = (effect: DispatcherEffect): void => doers[effect.kind](effect as never);

  return {
    push: (jobs) => void step({ kind: 'arrived', jobs }),
    onSlotFreed: (slot, memoryLimitMb) => void step({ kind: 'slotFreed', slot, memoryLimitMb }),
    onResults: (results) => void step({ kind: 'reported', results }),
    onGivenBack: (leases, about) => void step({ kind: 'givenBack', leases, ...about }),
    leaveShard: (shard) => void step({ kind: 'shardLeaving', shard }),
    dropShard: (shard) => void step({ kind: 'shardLost', shard }),
    settled: (settlements) => {
      for (const { job } of settlements) held.forget(job.key, job.attempt);
      planDispatch();
    },
    isLeased: (key) => state.leases.has(key),
    isKeyFull: (job) => state.ready.isKeyFull(job),
    withdraw: (rows) =>
      step({ kind: 'withdrawn', rows }).flatMap((effect) => (effect.kind === 'taken' ? effect.jobs : [])),
    cancelLeased: (key, place, why) => {
      const live = state.leases.get(key);
      if (live === undefined || live.ends.some((end) => end.place === place)) return null;
      step({ kind: 'cancelAsked', key, place, why });
      return workers.cancel(live.lease, place, why);
    },
    policyChanged: () => void step({ kind: 'policyChanged' }),
    tick: () => void step({ kind: 'tick' }),
    leasedCount: () => state.leasedCount,
    readyCount: () => state.ready.size,
    drain: async () => {
      step({ kind: 'drain' });
      if (state.leases.size === 0) return;
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    },
  };
}
