import type { JobView } from './views.ts';

type InstantField = 'submittedAt' | 'availableAt' | 'deadlineAt';
type OptionalInstantField = 'dueAt' | 'leaseExpiresAt' | 'startedAt' | 'endedAt';

/** What programs are told of a job: the console's view with its instants in ISO 8601, as they are submitted. */
export type JobAnswer = Omit<JobView, InstantField | OptionalInstantField | 'note'> &
  Readonly<Record<InstantField, string>> &
  Readonly<Record<OptionalInstantField, string | null>> & {
    readonly note: (Omit<NonNullable<JobView['note']>, 'at'> & { readonly at: string }) | null;
  };

export function toJobAnswer(job: JobView): JobAnswer {
  return {
    ...job,
    submittedAt: toIso(job.submittedAt),
    availableAt: toIso(job.availableAt),
    deadlineAt: toIso(job.deadlineAt),
    dueAt: job.dueAt === null ? null : toIso(job.dueAt),
    leaseExpiresAt: job.leaseExpiresAt === null ? null : toIso(job.leaseExpiresAt),
    startedAt: job.startedAt === null ? null : toIso(job.startedAt),
    endedAt: job.endedAt === null ? null : toIso(job.endedAt),
    note: job.note === null ? null : { ...job.note, at: toIso(job.note.at) },
  };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
