/** The partitions of history whose day ended more than $1 ms ago. */
export const listHistoryPartitions = {
  name: 'list-history-partitions',
  text: `
select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'job_history'::regclass
  and to_date(right(c.relname, 8), 'YYYYMMDD') + 1 < to_timestamp((now_ms() - $1::bigint) / 1000)::date
order by c.relname`,
};
