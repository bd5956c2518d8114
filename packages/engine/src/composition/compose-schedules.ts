import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Service } from '../runtime/service.ts';
import type { PlannedJob } from '../schedules/fire-schedules.ts';
import { createScheduleService } from '../schedules/schedule-service.ts';
import { submitPlanned } from '../submitter/submit-planned.ts';
import type { LeasePath } from './compose-leases.ts';
import type { JobPath } from './join-job-path.ts';
import type { Store } from './open-store.ts';

export interface ScheduleOptions {
  readonly store: Store;
  readonly path: Pick<JobPath, 'tailer' | 'wakeSender'>;
  readonly leasing: Pick<LeasePath, 'lookSoon'>;
  readonly log: Log;
  readonly onSubmitted: (count: number) => void;
}

/** Lets schedules submit in the transaction that moves them on. */
export function composeSchedules({ store, path, leasing, log, onSubmitted }: ScheduleOptions): Service {
  const { clock, registry, shardCount } = store;
  const toSubmission = ({ useCaseNo, job }: PlannedJob) => {
    const useCase = registry.findByNo(useCaseNo);
    if (useCase === undefined) throw new Error(`use case ${useCaseNo} is not known here yet`);
    return { useCase, job };
  };
  return createScheduleService({
    pool: store.queuePool,
    clock: systemClock,
    log,
    insert: (client, jobs) => submitPlanned(client, jobs.map(toSubmission), { now: clock.now(), shardCount }),
    onFired: ({ jobCount, lateCount }) => {
      onSubmitted(jobCount);
      // The delay service looks often enough for what lies ahead; what is late is for whoever owns its shard.
      if (lateCount === 0) return;
      path.tailer.sweepSoon();
      leasing.lookSoon();
      path.wakeSender.wake();
    },
  });
}
