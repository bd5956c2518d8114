import type { JobKey } from '@leeway/domain/job-id';
import { Violation } from './violation.ts';

interface Place {
  readonly key: JobKey;
  readonly deadlineAt: number;
}

/** A job has the deadline that it was submitted with, or one that somebody asked for; who is told of one finds it there (I20). */
export interface DeadlineCheck {
  onAsked(key: JobKey, deadlineAt: number): void;
  /** A commit has moved it on. */
  onMove(from: Place, to: Place): void;
  onTold(key: JobKey, deadlineAt: number): void;
}

export function createDeadlineCheck(): DeadlineCheck {
  const asked = new Map<JobKey, Set<number>>();
  /** The deadlines that each had, one after another, since it was first asked to have another. */
  const had = new Map<JobKey, Set<number>>();
  const note = (all: Map<JobKey, Set<number>>, key: JobKey, deadlineAt: number) =>
    void all.set(key, (all.get(key) ?? new Set()).add(deadlineAt));
  return {
    onAsked: (key, deadlineAt) => note(asked, key, deadlineAt),
    onMove: (from, { key, deadlineAt }) => {
      if (deadlineAt === from.deadlineAt) return;
      if (!asked.get(key)?.has(deadlineAt))
        throw new Violation('I20', `${key} has the deadline ${deadlineAt}, and nobody asked for it`);
      note(had, key, from.deadlineAt);
      note(had, key, deadlineAt);
    },
    onTold: (key, deadlineAt) => {
      if (!had.get(key)?.has(deadlineAt))
        throw new Violation('I20', `${key} never had the deadline ${deadlineAt}, of which somebody was told`);
    },
  };
}
