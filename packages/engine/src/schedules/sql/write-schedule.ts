/** $1 id, $2 number of the use case, $3 name, $4 cron, $5 time zone, $6 payload, $7 delay tolerance, $8 missed runs, $9 next instant, $10 key. */
export const insertSchedule = {
  name: 'insert-schedule',
  text: `
insert into schedule (id, use_case_id, name, cron, time_zone, payload, delay_tolerance_ms, missed_runs, next_fire_at, concurrency_key)
select $1, u.id, $3, $4, $5, $6, $7::bigint, $8, $9::bigint, $10 from use_case u where u.no = $2`,
};

/** $1 id, $2 cron, $3 time zone, $4 payload, $5 delay tolerance, $6 missed runs, $7 next instant, $8 key. */
export const replaceSchedule = {
  name: 'replace-schedule',
  text: `
update schedule set cron = $2, time_zone = $3, payload = $4, delay_tolerance_ms = $5::bigint, missed_runs = $6,
  next_fire_at = $7::bigint, concurrency_key = $8, version = version + 1, updated_at = now()
where id = $1`,
};

/** $1 id, $2 whether it rests, $3 next instant. */
export const restSchedule = {
  name: 'rest-schedule',
  text: `update schedule set is_paused = $2, next_fire_at = $3::bigint, updated_at = now() where id = $1`,
};

/** $1 id. Its fires go with it. */
export const removeSchedule = { name: 'remove-schedule', text: `delete from schedule where id = $1` };
