import { GATE_COLUMNS } from '@leeway/domain/gate-columns';
import { SHARING_ROLLUP_COLUMNS } from '@leeway/domain/rollup';
import { periodParts } from './period-parts.ts';

const gates = Object.entries(GATE_COLUMNS);
const columns = [...SHARING_ROLLUP_COLUMNS, ...gates.map(([, column]) => column)];
const parts = periodParts({
  kind: 'sharing',
  columns: ['use_case_no', ...columns],
  minutes: `select minute_at as at, use_case_no, backlogged_ms, suffered_ms, caused_ms,
      case when backlogged_ms > 0 then entitled_ms else 0 end as entitled_ms,
      case when backlogged_ms > 0 then received_ms else 0 end as received_ms,
      ${gates.map(([gate, column]) => `(gate_ms->>'${gate}')::float8 as ${column}`).join(', ')}
    from sharing_minute where true`,
});

/**
 * How each use case came off since $1 (the beginning of a minute). Entitled and received count in the minutes in which it was
 * backlogged: in the others it got all it asked for, which would only hide those.
 */
export const readSharing = {
  name: 'read-sharing',
  text: `
with ${parts},
sums as (select use_case_no, ${columns.map((name) => `sum(${name}) as ${name}`).join(', ')} from part group by use_case_no)
select u.name, t.name as team, u.fair_weight, s.*
from sums s join use_case u on u.no = s.use_case_no join team t on t.id = u.team_id
order by u.name`,
};
