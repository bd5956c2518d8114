import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { cancelDelayed, moveDelayed } from './change-job.ts';
import { type FoundPlace, findJobPlace } from './find-job-place.ts';
import { findQueuedJob, type QueuedPlace } from './find-queued-job.ts';
import {
  answerCommand,
  type CommandAnswer,
  type CommandSearch,
  findOpenCommands,
  type JobCommand,
} from './job-command.ts';
import type { Why } from './why.ts';
import { type ShardFence, type Withdrawal, type WithdrawOutcome, withdrawJob } from './withdraw-jobs.ts';

/** What carrying out commands asks of the queue. As at `QueueStore`, any call may fail after it was carried out. */
export interface CommandStore {
  findOpenCommands(search: CommandSearch): Promise<JobCommand[]>;
  answerCommand(fence: ShardFence, answer: CommandAnswer): Promise<boolean>;
  findQueuedJob(id: JobKey): Promise<QueuedPlace | null>;
  findJobPlace(id: JobKey): Promise<FoundPlace | null>;
  withdrawJob(fence: ShardFence, withdrawal: Withdrawal): Promise<WithdrawOutcome>;
  cancelDelayed(id: JobKey, why: Why): Promise<boolean>;
  moveDelayed(id: JobKey, deadlineAt: number, why: Why): Promise<JobKey | null>;
}

export function createCommandStore(pool: Pool): CommandStore {
  return {
    findOpenCommands: (search) => findOpenCommands(pool, search),
    answerCommand: (fence, answer) => answerCommand(pool, fence, answer),
    findQueuedJob: (id) => findQueuedJob(pool, id),
    findJobPlace: (id) => findJobPlace(pool, id),
    withdrawJob: (fence, withdrawal) => withdrawJob(pool, fence, withdrawal),
    cancelDelayed: (id, why) => cancelDelayed(pool, id, why),
    moveDelayed: (id, deadlineAt, why) => moveDelayed(pool, id, deadlineAt, why),
  };
}
