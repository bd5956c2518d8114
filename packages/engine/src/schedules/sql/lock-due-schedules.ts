/**
 * Takes schedules that fire within $1 ms, the most overdue first, and holds them until the transaction ends: whoever
 * fires a schedule has its row. Those that another engine is firing are passed over, as are $2. $3 how many.
 * Plan: the beginning of schedule_due, up to the instant, which is why that is asked in a query of its own.
 */
export const lockDueSchedules = {
  name: 'lock-due-schedules',
  text: `
select s.id, u.no as use_case_no, s.cron, s.time_zone, s.payload, s.delay_tolerance_ms, s.missed_runs, s.concurrency_key, s.next_fire_at,
  s.fire_count, (select now_ms()) as now
from schedule s join use_case u on u.id = s.use_case_id
where s.next_fire_at <= (select now_ms()) + $1 and s.id <> all($2::text[])
order by s.next_fire_at limit $3
for update of s skip locked`,
};
