/** Replays that touch a stretch of time, oldest first. $1 from, $2 until, ms since 1970; $3 how many at most. */
export const readReplays = {
  name: 'read-replays',
  text: `
select id, label, (extract(epoch from started_at) * 1000)::bigint as started_at,
  (extract(epoch from ended_at) * 1000)::bigint as ended_at
from replay_run
where started_at < to_timestamp($2::float8 / 1000) and (ended_at is null or ended_at >= to_timestamp($1::float8 / 1000))
order by started_at, id limit $3`,
};
