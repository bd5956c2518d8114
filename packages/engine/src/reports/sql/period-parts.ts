import { ROLLUP_WIDTHS } from '@leeway/domain/rollup';

const [TEN, HOUR, DAY] = ROLLUP_WIDTHS;

export interface PartSource {
  readonly kind: 'usage' | 'sharing';
  /** Columns of the sums. */
  readonly columns: readonly string[];
  /** Selects the same columns of single minutes, `at` among them, and ends in a condition. */
  readonly minutes: string;
}

const ceil = (width: number) => `($1::bigint + ${width - 1}) / ${width} * ${width}`;

/**
 * All rows since $1 (the beginning of a minute), each minute in exactly one of them: days and hours that lie wholly behind $1, as far
 * as they are summed up, then ten minutes, then minutes. One snapshot, so that what is summed up meanwhile counts once. Of 10,000 use
 * cases over a week some 600,000 rows instead of 100 million: ranges of primary keys.
 */
export function periodParts({ kind, columns, minutes }: PartSource): string {
  const names = columns.join(', ');
  const range = (width: number, from: string, to: string) => `
  select ${names} from ${kind}_rollup
  where width_ms = ${width} and at >= (select ${from} from cut) and at < (select ${to} from cut)`;
  return `
cut as materialized (
  select t0, h0, d0, ten, hour, day, least(h0, ten) as ten_lead, greatest(h0, hour) as ten_from, least(d0, hour) as hour_lead,
    greatest(d0, day) as hour_from, greatest(t0, ten) as minute_from,
    -- A range with two ends is taken for a small one, and found by its index.
    9007199254740991 as forever
  from (select ${ceil(TEN)} as t0, ${ceil(HOUR)} as h0, ${ceil(DAY)} as d0,
    min(until_at) filter (where width_ms = ${TEN}) as ten, min(until_at) filter (where width_ms = ${HOUR}) as hour,
    min(until_at) filter (where width_ms = ${DAY}) as day from rollup_mark where kind = '${kind}') as marks
),
part as (
  select ${names} from (${minutes}) as lead where at >= $1::bigint and at < (select t0 from cut)
  union all
  select ${names} from (${minutes}) as trail
  where at >= (select minute_from from cut) and at < (select forever from cut)
  union all${range(TEN, 't0', 'ten_lead')}
  union all${range(TEN, 'ten_from', 'ten')}
  union all${range(HOUR, 'h0', 'hour_lead')}
  union all${range(HOUR, 'hour_from', 'hour')}
  union all${range(DAY, 'd0', 'day')}
)`;
}
