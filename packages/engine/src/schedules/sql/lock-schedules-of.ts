/**
 * One at a time per use case, as the console does, so that two cannot both add the last that fits; then the store's time and how many there are.
 * $1 number of the use case. The count is a query of its own, so that it sees what was committed while the lock was waited for.
 */
export const lockSchedulesOf = {
  name: 'lock-schedules-of',
  text: `select pg_advisory_xact_lock(hashtextextended('schedules of ' || id, 0)) from use_case where no = $1`,
};

/** $1 number of the use case. */
export const countSchedules = {
  name: 'count-schedules',
  text: `
select count(s.id)::integer as count, now_ms() as now
from use_case u left join schedule s on s.use_case_id = u.id where u.no = $1`,
};
