/** What this engine says of itself, once a second; forgets engines that have not beaten for an hour. */
export const writeBeat = {
  name: 'write-beat',
  text: `
with forgotten as (delete from engine_beat where beat_at < now_ms() - 3600000)
insert into engine_beat (id, host, started_at, beat_at, status) values ($1, $2, $3, now_ms(), $4::jsonb)
on conflict (id) do update set beat_at = excluded.beat_at, status = excluded.status`,
};
