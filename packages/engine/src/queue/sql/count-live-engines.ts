/** How many engines share the shards: those that beat within $1 ms, this one ($2) always among them. */
export const countLiveEngines = {
  name: 'count-live-engines',
  text: `
select count(*) as engine_count, (select count(*) from shard_lease) as shard_count
from (select id from engine_beat where beat_at > now_ms() - $1::bigint union select $2) as live`,
};
