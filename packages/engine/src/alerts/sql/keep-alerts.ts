/**
 * Takes up what the rules say now: what is new begins, what lasts is seen again, what is not said ends; whoever is to hear of a
 * beginning or an end has a delivery due. $1 now, then columns $2 ids for new ones, $3 rules, $4 subjects, $5 use case
 * numbers (or null), $6 downstream ids (or null), $7 messages. One statement, so that two engines at once make no two of a kind.
 */
export const keepAlerts = {
  name: 'keep-alerts',
  text: `
with said as (
  select * from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::text[])
    as t(id, rule, subject, use_case_no, downstream_id, message)
),
ended as (
  update alert a set ended_at = $1::bigint
  where ended_at is null and not exists (select from said where said.rule = a.rule and said.subject = a.subject)
  returning id, use_case_no, downstream_id
),
begun as (
  insert into alert as a (id, rule, use_case_no, downstream_id, subject, started_at, seen_at, message)
  select id, rule, use_case_no, downstream_id, subject, $1::bigint, $1::bigint, message from said
  on conflict (rule, subject) where ended_at is null
    do update set seen_at = excluded.seen_at, message = excluded.message
  returning id, use_case_no, downstream_id, started_at = $1::bigint as is_new
),
news as (
  select id, use_case_no, downstream_id, 'raised' as event from begun where is_new
  union all
  select id, use_case_no, downstream_id, 'ended' from ended
),
owned as (
  select news.id, event, coalesce(u.team_id, d.team_id) as team_id from news
  left join use_case u on u.no = news.use_case_no
  left join downstream d on d.id = news.downstream_id
)
insert into alert_delivery (id, alert_id, webhook_id, event, created_at, next_at)
select 'msg_' || md5(owned.id || w.id || event), owned.id, w.id, event, $1::bigint, $1::bigint
from owned join alert_webhook w on w.removed_at is null and (w.team_id is null or w.team_id = owned.team_id)
on conflict do nothing`,
};
