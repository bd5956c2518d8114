import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { ClaimedJob } from '../queue/claim-foreign-jobs.ts';
import type { LeaseProof } from '../queue/foreign-lease.ts';
import type { ForeignLeaseStore } from '../queue/foreign-lease-store.ts';
import type { LeaseCall } from '../queue/foreign-leases.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop } from '../runtime/service.ts';
import { answerOnce, createClaimer } from './claimer.ts';
import { LeaseDemand } from './lease-demand.ts';
import { OpenCalls } from './open-calls.ts';
import { ParkedCalls } from './parked-calls.ts';
import { QueueBounds, type QueueLook } from './queue-bounds.ts';
import { createStragglerSweep } from './sweep-stragglers.ts';
import { kindOf, queuesOf, type WaitingCall } from './waiting-call.ts';

/** Other processes accept jobs too: calls that wait are looked after at least this often, all with one statement. */
const LOOK_MS = 250;
/** After a hint that there are jobs, looks may follow one another so soon. */
const HINTED_LOOK_MS = 50;
const IDLE_MS = 60_000;
/** Where an empty look takes longer, it waded through what is leased or dead: the next one begins further on. */
const SLOW_LOOK_MS = 25;
/** A submission with the use case's own tolerance cannot lie below now plus that tolerance, less the time it may take to commit. */
const COMMIT_MARGIN_MS = 5_000;

export interface LeaserOptions {
  readonly store: Pick<ForeignLeaseStore, 'claim' | 'findFree' | 'release'>;
  readonly shardCount: number;
  /** Whether jobs of a use case may start now: not while it is paused, nor below the floor of an incident mode. */
  readonly mayStart: (useCaseNo: number) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Store time, estimated. */
  readonly now: () => number;
}

export interface Leaser {
  lease(call: LeaseCall): Promise<readonly ClaimedJob[]>;
  giveBack(jobs: readonly LeaseProof[]): void;
  /** Jobs of remote use cases that have just become free by this process's doing. */
  arrived(keys: readonly JobKey[]): void;
  /** Others have put jobs into the store: looks and sweeps as soon as they may. */
  lookSoon(): void;
  waitingCount(): number;
  start(): void;
  /** Answers every waiting call with nothing, and those still to come. */
  stop(): Promise<void>;
  /** One look after the calls that wait. */
  lookOnce(): Promise<void>;
}

/** Hands out jobs of remote use cases to whoever calls; calls that find nothing wait here, without a query of their own. */
export function createLeaser(options: LeaserOptions): Leaser {
  const { store, clock, log } = options;
  const bounds = new QueueBounds();
  const demand = new LeaseDemand(options.shardCount);
  const parked = new ParkedCalls();
  const open = new OpenCalls();
  let isStopping = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isHinted = false;

  const onEmpty = (look: QueueLook, tookMs: number): void => {
    const useCase = demand.find(look.useCaseNo)?.useCase;
    if (tookMs < SLOW_LOOK_MS || useCase === undefined) return;
    bounds.advanceToDeadline(look, options.now() + useCase.delayToleranceMs - COMMIT_MARGIN_MS);
  };

  const park = (call: WaitingCall): void => {
    if (isStopping) {
      answerOnce(call, () => call.resolve([]));
      return;
    }
    parked.add(call);
    if (parked.size === 1) looks.wake();
  };

  const giveBack = (jobs: readonly LeaseProof[]): void => {
    if (jobs.length === 0) return;
    store
      .release(jobs)
      .then(arrived, (error: unknown) => log.warn({ err: error }, 'leases not given back will expire'));
  };

  const claimer = createClaimer({
    store,
    bounds,
    mayStart: options.mayStart,
    clock,
    log,
    onEmpty,
    onNothing: park,
    giveBack,
  });

  /** Counts per use case, so that one job wakes one call. */
  const arrived = (keys: readonly JobKey[]): void => {
    const counts = new Map<number, number>();
    for (const key of keys) {
      const { useCaseNo } = queueOfJobKey(key);
      bounds.takeBack(key);
      counts.set(useCaseNo, (counts.get(useCaseNo) ?? 0) + 1);
    }
    if (parked.size === 0) return;
    for (const [useCaseNo, count] of counts) claimer.serve(parked.take(useCaseNo, count));
  };

  const lookOnce = async (): Promise<void> => {
    const queues = parked.queues().filter(({ useCaseNo }) => options.mayStart(useCaseNo));
    if (queues.length === 0) return;
    demand.note(parked.useCases(), clock.elapsed());
    lookedAt = clock.elapsed();
    isHinted = false;
    const before = queues.map((queue) => bounds.look(queue));
    const keys = await store.findFree(before);
    const tookMs = clock.elapsed() - lookedAt;
    for (const [index, look] of before.entries()) {
      const key = keys[index] ?? null;
      if (key === null) {
        onEmpty(look, tookMs);
        continue;
      }
      bounds.advance(look, key);
      claimer.serve(parked.take(look.useCaseNo, Number.POSITIVE_INFINITY));
    }
  };

  const waitMs = (): number => Math.max(0, lookedAt + (isHinted ? HINTED_LOOK_MS : LOOK_MS) - clock.elapsed());

  const looks = createLoop({
    name: 'lease-looks',
    clock,
    log,
    runOnce: async () => {
      if (waitMs() === 0) await lookOnce();
      return { waitMs: parked.size > 0 ? waitMs() : IDLE_MS };
    },
  });
  const sweep = createStragglerSweep({ store, bounds, demand, clock, log, onFound: (key) => arrived([key]) });

  const accept = (call: LeaseCall): Promise<readonly ClaimedJob[]> =>
    new Promise((resolve, reject) => {
      const leave = () => answerOnce(waiting, () => waiting.resolve([]));
      const close = () => {
        cancelTimer();
        call.signal.removeEventListener('abort', leave);
        parked.remove(waiting);
        open.remove(waiting);
      };
      const waiting: WaitingCall = {
        call,
        queues: queuesOf(call, options.shardCount),
        kind: kindOf(call),
        endAt: clock.elapsed() + call.waitMs,
        isOver: false,
        resolve: (jobs) => {
          close();
          resolve(jobs);
        },
        reject: (error) => {
          close();
          reject(error);
        },
      };
      const cancelTimer = clock.after(call.waitMs, () => {
        if (parked.remove(waiting)) answerOnce(waiting, () => waiting.resolve([]));
      });
      call.signal.addEventListener('abort', leave);
      open.add(waiting);
      claimer.serve([waiting]);
    });

  return {
    lease: async (call) => {
      if (isStopping || call.signal.aborted) return [];
      open.refuseTooMany(call.holder);
      if (demand.note(call.useCases, clock.elapsed())) sweep.wake();
      return await accept(call);
    },
    giveBack,
    arrived,
    lookSoon: () => {
      if (parked.size === 0) return;
      isHinted = true;
      looks.wake();
      sweep.sweepSoon();
    },
    waitingCount: () => open.size,
    start: () => {
      looks.start();
      sweep.start();
    },
    stop: async () => {
      isStopping = true;
      for (const call of parked.takeAll()) answerOnce(call, () => call.resolve([]));
      await Promise.all([looks.stop(), sweep.stop(), claimer.stop()]);
    },
    lookOnce,
  };
}
