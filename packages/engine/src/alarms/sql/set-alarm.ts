/** What a look has found: raised where there is a detail, over where there is none. $1 kind, $2 what was measured, $3 detail or null. */
export const setAlarm = {
  name: 'set-alarm',
  text: `
update alarm set value = $2, detail = $3::jsonb,
  raised_at = case when $3::jsonb is null then null else coalesce(raised_at, now_ms()) end
where kind = $1`,
};
