import { MINUTE_MS } from '@leeway/domain/units';
import type { ReplayMark, TierOverview } from '@leeway/domain/views';
import { decideWindow, endOfAxis, type WindowRequest } from './chart-window.ts';
import { readAlarms } from './sql/read-alarms.ts';
import { readEngines } from './sql/read-engines.ts';
import { readReplays } from './sql/read-replays.ts';
import { readTierSize } from './sql/read-tier-size.ts';
import { readTierUsage } from './sql/read-tier-usage.ts';
import { readStoreTime, type Store } from './store-time.ts';
import { buildSeries, type UsageRow } from './usage-series.ts';
import { type AlarmRow, viewAlarm } from './view-alarm.ts';
import { type EngineRow, viewEngine } from './view-engine.ts';

/** An engine that was silent for longer is no longer listed. */
const ENGINE_LISTED_MS = 15 * MINUTE_MS;
const MAX_REPLAYS = 100;

interface ReplayRow {
  readonly id: string;
  readonly label: string;
  readonly started_at: number;
  readonly ended_at: number | null;
}

/** All use cases together: chart, backlog, engines, size. */
export async function readTierOverview(store: Store, request: WindowRequest): Promise<TierOverview> {
  const asOf = await readStoreTime(store);
  const window = decideWindow(request, asOf);
  const usage = await store.query<UsageRow>({
    ...readTierUsage,
    values: [window.stepMs, window.fromAt, endOfAxis(window)],
  });
  const engines = await store.query<EngineRow>({ ...readEngines, values: [asOf - ENGINE_LISTED_MS] });
  const alarms = await store.query<AlarmRow>(readAlarms);
  const size = await store.query<{ use_case_count: number; team_count: number }>(readTierSize);
  const replays = await store.query<ReplayRow>({ ...readReplays, values: [window.fromAt, window.toAt, MAX_REPLAYS] });
  return {
    asOf,
    window,
    ...buildSeries(window, usage.rows),
    engines: engines.rows.map(viewEngine),
    alarms: alarms.rows.flatMap(viewAlarm),
    useCaseCount: size.rows[0]?.use_case_count ?? 0,
    teamCount: size.rows[0]?.team_count ?? 0,
    replays: replays.rows.map(viewReplay),
  };
}

function viewReplay(row: ReplayRow): ReplayMark {
  return { id: row.id, label: row.label, startedAt: row.started_at, endedAt: row.ended_at };
}
