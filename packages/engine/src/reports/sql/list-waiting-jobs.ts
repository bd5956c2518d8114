import { LEASE_HOLDER } from './job-places.ts';
import { queuePage } from './queue-page.ts';

/** Jobs in the ready queue, those that programs hold among them. Parameters in `queuePage`. */
export const listWaitingJobs = {
  name: 'list-waiting-jobs',
  text: queuePage({
    name: 'job',
    columns: `case when l.id is null then 'waiting' else 'leased' end as place, null as due_at,
  l.expires_at as lease_expires_at, ${LEASE_HOLDER} as lease_holder, l.leased_at as started_at, null as failure_code, null as failure_message`,
    join: 'left join lateral (select * from foreign_lease where id = q.id) l on true',
  }),
};
