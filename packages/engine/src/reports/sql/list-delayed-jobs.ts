import { queuePage } from './queue-page.ts';

/** Jobs that the delay service holds. Parameters in `queuePage`. */
export const listDelayedJobs = {
  name: 'list-delayed-jobs',
  text: queuePage({
    name: 'delayed_job',
    columns: `'delayed' as place, q.due_at, null as lease_expires_at, null as lease_holder, null as started_at, q.failure_code, q.failure_message`,
  }),
};
