import type { JobView } from '@leeway/domain/views';

/** What a person can do to a job. */
export const JOB_VERBS = ['changeDeadline', 'cancel', 'redrive'] as const;
export type JobVerb = (typeof JOB_VERBS)[number];

type Shown = Pick<JobView, 'state' | 'runtime'>;

/** What can be tried with a job as it is shown. It may have gone on since: the tier decides. */
export function decideJobVerbs({ state }: Shown): readonly JobVerb[] {
  if (state === 'dead') return ['redrive'];
  if (state === 'leased') return ['cancel'];
  return state === 'waiting' || state === 'delayed' ? ['changeDeadline', 'cancel'] : [];
}

/** What cancelling does to a job as it is shown. */
export function explainCancel({ state, runtime }: Shown): string {
  if (state === 'delayed') return 'It is taken away and never runs again.';
  if (runtime === 'remote') {
    return state === 'leased'
      ? 'The program that holds it loses its lease at once and hears so with its next word; what it has done stays done.'
      : 'It is taken away, and no program gets it any more.';
  }
  return 'If it has not started, it never does. If it runs right now, its handler is told to stop: it ends as cancelled, or as done if it comes to its end all the same. Either way it is not tried again.';
}
