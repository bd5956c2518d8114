/** The first keys of several queues, without the rows behind them: index only. $1 first keys (inclusive), $2 ends, $3 how many. */
export const readQueueKeys = {
  name: 'read-queue-keys',
  text: `
select w.place::integer as place, j.id as key, j.attempt
from unnest($1::uuid[], $2::uuid[], $3::integer[]) with ordinality as w(low, queue_end, row_limit, place)
cross join lateral (
  select id, attempt from job where id >= w.low and id <= w.queue_end order by id limit w.row_limit
) j`,
};
