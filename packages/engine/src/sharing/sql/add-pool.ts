/** Adds what a pool had in a minute: $1 minute, $2 slot ms, $3 busy slot ms, $4 CPU capacity, $5 CPU and $6 opportunistic CPU ms. */
export const addPool = {
  name: 'add-pool',
  text: `
insert into pool_minute as kept (minute_at, slot_ms, busy_slot_ms, cpu_capacity_ms, cpu_ms, opportunistic_cpu_ms)
values ($1, $2, $3, $4, $5, $6)
on conflict (minute_at) do update set
  slot_ms = kept.slot_ms + excluded.slot_ms,
  busy_slot_ms = kept.busy_slot_ms + excluded.busy_slot_ms,
  cpu_capacity_ms = kept.cpu_capacity_ms + excluded.cpu_capacity_ms,
  cpu_ms = kept.cpu_ms + excluded.cpu_ms,
  opportunistic_cpu_ms = kept.opportunistic_cpu_ms + excluded.opportunistic_cpu_ms`,
};
