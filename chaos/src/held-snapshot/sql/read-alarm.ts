export const readAlarm = `
select raised_at, (detail ->> 'pid')::int as pid from alarm where kind = 'heldSnapshot' and raised_at is not null`;

export const readDeadRows = `
select coalesce(sum(n_dead_tup), 0)::bigint as dead_rows, coalesce(sum(pg_total_relation_size(relid)), 0)::bigint as bytes
from pg_stat_user_tables where relname in ('job', 'delayed_job', 'usage_delta')`;
