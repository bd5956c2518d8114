/** Dead tuples of the tables that jobs pass through, as the statistics know them. */
export const countDeadTuples = {
  name: 'count-dead-tuples',
  text: `
select coalesce(sum(n_dead_tup), 0)::bigint as dead_count from pg_stat_user_tables
where relname in ('job', 'delayed_job', 'usage_delta')`,
};
