import { GATE_COLUMNS } from '@leeway/domain/gate-columns';
import { ROLLUP_WIDTHS, SHARING_ROLLUP_COLUMNS, USAGE_ROLLUP_COLUMNS } from '@leeway/domain/rollup';

type RollupKind = 'usage' | 'sharing';

/** Something that is written later than this after its minute is rare, and put right. */
const SETTLED_AFTER_MS = 60_000;

/** No report reads what was summed up before. */
const READ_FROM = '(now_ms() - 777600000) / 86400000 * 86400000';

const GATES = Object.entries(GATE_COLUMNS);
const MINUTES = {
  usage: `select at, use_case_no, ${USAGE_ROLLUP_COLUMNS.join(', ')} from usage_bucket where width_ms = 60000`,
  sharing: `select minute_at as at, use_case_no,
    case when backlogged_ms > 0 then entitled_ms else 0 end as entitled_ms,
    case when backlogged_ms > 0 then received_ms else 0 end as received_ms, backlogged_ms, suffered_ms, caused_ms,
    ${GATES.map(([gate, column]) => `(gate_ms->>'${gate}')::float8 as ${column}`).join(', ')}
  from sharing_minute where true`,
};
const COLUMNS = {
  usage: [...USAGE_ROLLUP_COLUMNS],
  sharing: [...SHARING_ROLLUP_COLUMNS, ...GATES.map(([, column]) => column)],
};

/**
 * Sums up the next stretches of one width, at most $1 of them, and moves the mark behind them; one row says where it is now and
 * whether more could be summed up. What is there already is replaced by the same sums or newer ones. The caller keeps writers out.
 * Plan: ranges of primary keys, the first of them found by its minimum.
 */
function rollUp(kind: RollupKind, width: number, narrower: number | undefined) {
  const columns = COLUMNS[kind];
  const names = columns.join(', ');
  const source =
    narrower === undefined
      ? MINUTES[kind]
      : `select at, use_case_no, ${names} from ${kind}_rollup where width_ms = ${narrower}`;
  const end =
    narrower === undefined
      ? `now_ms() - ${SETTLED_AFTER_MS}`
      : `(select until_at from rollup_mark where kind = '${kind}' and width_ms = ${narrower})`;
  return {
    name: `roll-up-${kind}-${width}`,
    query_timeout: 120_000,
    text: `
with mark as materialized (
  select until_at, (${end}) / ${width} * ${width} as end_at from rollup_mark where kind = '${kind}' and width_ms = ${width}
),
begun as materialized (
  select end_at, greatest(until_at, ${READ_FROM}, coalesce((
    select min(at) / ${width} * ${width} from (${source}) as source where at >= until_at
  ), end_at)) as from_at from mark
),
span as materialized (select end_at, from_at, least(end_at, from_at + $1::bigint * ${width}) as to_at from begun),
rolled as (
  insert into ${kind}_rollup as kept (width_ms, at, use_case_no, ${names})
  select ${width}, at / ${width} * ${width}, use_case_no, ${columns.map((name) => `sum(${name})`).join(', ')}
  from (${source}) as source
  where at >= (select from_at from span) and at < (select to_at from span) group by 2, 3 order by 2, 3
  on conflict (width_ms, at, use_case_no) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
)
update rollup_mark set until_at = greatest(until_at, to_at) from span
where kind = '${kind}' and width_ms = ${width}
returning until_at, until_at < end_at as is_behind`,
  };
}

/** By kind, the narrowest first: each width is made of the one before. */
export const ROLL_UPS = {
  usage: ROLLUP_WIDTHS.map((width, index) => rollUp('usage', width, ROLLUP_WIDTHS[index - 1])),
  sharing: ROLLUP_WIDTHS.map((width, index) => rollUp('sharing', width, ROLLUP_WIDTHS[index - 1])),
} satisfies Record<RollupKind, unknown>;
