import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { JobState } from '@leeway/domain/job-state';
import type { Tables } from '../store/rows.ts';
import { Violation } from './violation.ts';

/** A cancelled job was asked to be, starts no more, and is not tried again (I20). */
export interface CancelCheck {
  onAsked(key: JobKey): void;
  /** A commit has cancelled it. */
  onCommit(key: JobKey): void;
  /** A commit has moved it on. */
  onMove(from: { readonly attempt: number }, to: { readonly key: JobKey; readonly attempt: number }): void;
  /** The asker hears where it is; `known`: where the store has it. */
  onTold(key: JobKey, about: { readonly state: JobState; readonly known: string | undefined }): void;
  onJobStart(key: JobKey, engineId: string): void;
}

export function createCancelCheck(tables: Tables): CancelCheck {
  const asked = new Set<JobKey>();
  const told = new Set<JobKey>();
  const cancelled = new Set<JobKey>();
  return {
    onAsked: (key) => void asked.add(key),
    onCommit: (key) => {
      if (!asked.has(key)) throw new Violation('I20', `${key} is cancelled, and nobody asked for it`);
      cancelled.add(key);
    },
    onMove: ({ attempt }, to) => {
      if (told.has(to.key) && to.attempt > attempt)
        throw new Violation('I20', `${to.key} is tried again, though somebody was told that it is not`);
    },
    onTold: (key, { state, known }) => {
      if (state === 'cancelled' && known !== 'cancelled')
        throw new Violation('I20', `${key} is ${known}, and somebody was told that it is cancelled`);
      told.add(key);
    },
    onJobStart: (key, engineId) => {
      // What the worker of an engine that has lost the shard has in hand is not known to the one that has it now.
      const isOwner = tables.shard.get(String(queueOfJobKey(key).shard))?.owner === engineId;
      if (isOwner && cancelled.has(key)) throw new Violation('I20', `${key} starts, and is cancelled`);
    },
  };
}
