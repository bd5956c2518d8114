import type { JobKey } from '@leeway/domain/job-id';
import type { ShardFence } from '../../queue/withdraw-jobs.ts';
import type { Tables } from '../store/rows.ts';
import type { Commit } from '../store/simulated-store.ts';
import { isChange, isSettle } from './commit-notes.ts';
import { Violation } from './violation.ts';

/** Nothing is settled by who does not own the shard under the epoch of the lease (I5). */
export function createFenceCheck(tables: Tables): (commit: Commit) => void {
  const checkFence = ({ owner, shard: no, epoch }: ShardFence, key: JobKey): void => {
    const shard = tables.shard.get(String(no));
    if (shard?.owner !== owner || shard.epoch !== epoch)
      throw new Violation('I5', `${owner} changed ${key} under epoch ${epoch}; now it is ${shard?.epoch}`);
  };
  return ({ note }) => {
    if (isChange(note) && note.fence !== null) checkFence(note.fence, note.key);
    if (!isSettle(note)) return;
    for (const { job, epoch } of note.settlements) {
      const shard = tables.shard.get(String(job.shard));
      if (shard?.owner !== note.fence.owner || shard.epoch !== epoch)
        throw new Violation(
          'I5',
          `${note.fence.owner} settled ${job.key} under epoch ${epoch}; now it is ${shard?.epoch}`,
        );
    }
  };
}
