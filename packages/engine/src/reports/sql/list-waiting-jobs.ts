import { queuePage } from './queue-page.ts';

/** Jobs in the ready queue. Parameters in `queuePage`. */
export const listWaitingJobs = {
  name: 'list-waiting-jobs',
  text: queuePage('job', 'null as due_at, null as failure_code, null as failure_message'),
};
