/** Downstreams that an engine slows calls to, as said in the last 10 s. */
export const readCutDownstreams = {
  name: 'read-cut-downstreams',
  text: `
select d.id, d.name, sum(s.signal_count)::integer as signal_count, sum(s.limit_per_second)::float8 as limit_per_second
from downstream_state s join downstream d on d.id = s.downstream_id
where s.seen_at > now_ms() - 10000 and s.cut_at is not null
group by d.id, d.name`,
};
