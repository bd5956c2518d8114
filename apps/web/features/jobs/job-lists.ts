export const JOB_LISTS = ['waiting', 'delayed', 'failed', 'dead', 'done', 'cancelled'] as const;
export type JobList = (typeof JOB_LISTS)[number];

interface JobListText {
  readonly label: string;
  readonly hint: string;
  readonly empty: string;
}

export const JOB_LIST_TEXT: Readonly<Record<JobList, JobListText>> = {
  waiting: {
    label: 'Waiting',
    hint: 'Due, in the order in which they will start',
    empty: 'Nothing waits: every job that is due has been started.',
  },
  delayed: {
    label: 'Delayed',
    hint: 'Not due yet: an earliest start ahead, or a retry’s backoff',
    empty: 'No job waits for a later start or a retry.',
  },
  failed: {
    label: 'Failed',
    hint: 'Newest first; one line per attempt, whatever became of the job since',
    empty: 'No failed attempt is on record.',
  },
  dead: { label: 'Dead', hint: 'Out of attempts, newest first', empty: 'No job has been given up.' },
  done: {
    label: 'Done',
    hint: 'Newest first; of busy use cases only some successes are kept',
    empty: 'No success is on record yet.',
  },
  cancelled: { label: 'Cancelled', hint: 'Newest first, with who did it and why', empty: 'No job was cancelled.' },
};
