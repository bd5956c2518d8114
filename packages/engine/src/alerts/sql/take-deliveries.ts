/** Up to $2 deliveries that are due at $1; each is taken for the next 30 s, so that another engine that looks leaves it. */
export const takeDeliveries = {
  name: 'take-deliveries',
  text: `
with due as (
  select d.id from alert_delivery d where d.next_at <= $1::bigint order by d.next_at limit $2::integer for update skip locked
),
taken as (
  update alert_delivery d set attempt = attempt + 1, next_at = $1::bigint + 30000 from due where d.id = due.id
  returning d.id, d.alert_id, d.webhook_id, d.event, d.attempt, d.created_at
)
select t.id, t.event, t.attempt, t.created_at, w.url, w.secret, w.name, a.id as alert_id, a.rule, a.subject, a.started_at, a.ended_at, a.message
from taken t join alert_webhook w on w.id = t.webhook_id left join alert a on a.id = t.alert_id`,
};
