/** What the pool had and used per step of $1 ms since $2 (the beginning of a step). At most 10,080 minutes, by primary key. */
export const readPoolUsage = {
  name: 'read-pool-usage',
  text: `
select minute_at / $1::integer * $1::integer as at, sum(slot_ms) as slot_ms, sum(busy_slot_ms) as busy_slot_ms,
  sum(cpu_capacity_ms) as cpu_capacity_ms, sum(cpu_ms) as cpu_ms, sum(opportunistic_cpu_ms) as opportunistic_cpu_ms
from pool_minute where minute_at >= $2::bigint group by 1 order by 1`,
};
