/** Dead tuples of the tables that jobs pass through, as the statistics know them, and the age of the oldest id of transactions or lockers. */
export const countDeadTuples = {
  name: 'count-dead-tuples',
  text: `
select coalesce(sum(n_dead_tup), 0)::bigint as dead_count, (
  select greatest(age(datfrozenxid), mxid_age(datminmxid)) from pg_database where datname = current_database()
) as id_age
from pg_stat_user_tables
where relname in ('job', 'delayed_job', 'usage_delta')`,
};
