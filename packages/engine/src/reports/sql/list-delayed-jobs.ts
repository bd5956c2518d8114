import { queuePage } from './queue-page.ts';

/** Jobs that the delay service holds. Parameters in `queuePage`. */
export const listDelayedJobs = {
  name: 'list-delayed-jobs',
  text: queuePage('delayed_job', 'q.due_at, q.failure_code, q.failure_message'),
};
