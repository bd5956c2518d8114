import type { DownstreamLive } from '@leeway/domain/capacity-views';
import { SECOND_MS } from '@leeway/domain/units';
import { readDownstreamStates as statement } from './sql/read-downstream-states.ts';
import { readStoreTime, type Store } from './store-time.ts';

/** An engine that has said nothing of a downstream for so long knows nothing of it. */
const SILENT_AFTER_MS = 10 * SECOND_MS;

interface StateRow {
  readonly downstream_id: string;
  readonly seen_at: number;
  readonly signal_count: number;
  readonly start_count: number;
  readonly limit_per_second: number | null;
  readonly cut_at: number | null;
  readonly engine_count: number;
  readonly limited_count: number;
}

export interface DownstreamStates {
  readonly asOf: number;
  /** By the id of the downstream; what no engine has spoken of lately is left out. */
  readonly states: ReadonlyMap<string, DownstreamLive>;
}

/** What all engines together know of each downstream now. */
export async function readDownstreamStates(store: Store): Promise<DownstreamStates> {
  const asOf = await readStoreTime(store);
  const { rows } = await store.query<StateRow>({ ...statement, values: [asOf - SILENT_AFTER_MS] });
  return { asOf, states: new Map(rows.map((row) => [row.downstream_id, viewState(row)])) };
}

function viewState(row: StateRow): DownstreamLive {
  return {
    seenAt: row.seen_at,
    signalCount: row.signal_count,
    startCount: row.start_count,
    limitPerSecond: row.limit_per_second,
    cutAt: row.cut_at,
    engineCount: row.engine_count,
    limitedCount: row.limited_count,
  };
}
