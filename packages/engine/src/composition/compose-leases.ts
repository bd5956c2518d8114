import type { JobKey } from '@leeway/domain/job-id';
import { isHeldBack } from '../capacity/gates.ts';
import { createLeaseEnding } from '../leases/end-leases.ts';
import { createExpiryService } from '../leases/expiry-service.ts';
import { extendLeases } from '../leases/extend-leases.ts';
import { gatherEnds } from '../leases/gather-ends.ts';
import { createLeaser } from '../leases/leaser.ts';
import type { LeaseEnd } from '../queue/end-foreign-leases.ts';
import { createForeignLeaseStore } from '../queue/foreign-lease-store.ts';
import type { ForeignLeases } from '../queue/foreign-leases.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { systemRandom } from '../runtime/random.ts';
import type { Service } from '../runtime/service.ts';
import { highestFloor } from './compose-capacity.ts';
import type { JobPath } from './join-job-path.ts';
import type { Store } from './open-store.ts';

/** What leases of programs are made of. `stop` ends the expiry of leases when every ack and nack is answered. */
export interface LeasePath extends Service {
  readonly leases: ForeignLeases;
  /** Jobs of remote use cases that have just become free. */
  readonly arrived: (keys: readonly JobKey[]) => void;
  /** Another engine says that there are jobs. */
  readonly lookSoon: () => void;
  /** Calls for jobs that are not answered yet. */
  readonly waitingCount: () => number;
  /** Answers every call for jobs that waits, and those still to come, with nothing. */
  readonly stopCalls: () => Promise<void>;
}

export interface LeasePathOptions {
  readonly store: Store;
  readonly path: Pick<JobPath, 'owner' | 'delayService' | 'keeper'>;
  readonly log: Log;
  /** After the commit: how attempts ended, and how many words came for leases that were lost. */
  readonly onEnded: (ends: readonly LeaseEnd[], lostCount: number) => void;
}

/** Joins the parts that lend jobs to the teams' own programs. */
export function composeLeases({ store, path, log, onEnded }: LeasePathOptions): LeasePath {
  const leaseStore = createForeignLeaseStore(store.leasePool);
  const base = { store: leaseStore, clock: systemClock, log, now: store.clock.now, shardCount: store.shardCount };
  const leaser = createLeaser({
    ...base,
    mayStart: (useCaseNo) => {
      const useCase = store.registry.findByNo(useCaseNo);
      const floor = highestFloor(store.registry.incidentModes(), store.clock.now());
      return useCase === undefined || !isHeldBack(useCase, floor);
    },
  });
  const ending = createLeaseEnding({
    store: leaseStore,
    keeper: path.keeper,
    random: systemRandom,
    findUseCase: store.registry.findByNo,
    onEnded: (ends, lostCount) => {
      onEnded(ends, lostCount);
      for (const { end } of ends)
        if (end.outcome === 'retried') path.delayService.expect(end.endedAt + end.retryWaitMs);
    },
  });
  const ends = gatherEnds(ending.endByWord, log);
  const expiry = createExpiryService({ ...base, endExpired: ending.endExpired, ownedShards: path.owner.owned });
  return {
    leases: {
      lease: leaser.lease,
      giveBack: leaser.giveBack,
      extend: (extensions) => extendLeases(leaseStore, extensions),
      end: ends.end,
    },
    arrived: leaser.arrived,
    lookSoon: leaser.lookSoon,
    waitingCount: leaser.waitingCount,
    stopCalls: leaser.stop,
    start: () => {
      leaser.start();
      expiry.start();
    },
    stop: async () => {
      await Promise.all([ends.drain(), expiry.stop()]);
    },
  };
}
