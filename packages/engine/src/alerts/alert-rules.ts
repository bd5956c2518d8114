import { newAlertId } from '@leeway/domain/ids';
import { MINUTE_MS } from '@leeway/domain/units';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { decideAlerts, type UseCaseFacts } from './decide-alerts.ts';
import { keepAlerts } from './sql/keep-alerts.ts';
import { readAlertFacts } from './sql/read-alert-facts.ts';
import { readCutDownstreams } from './sql/read-cut-downstreams.ts';

/** An alert begins at most their sum after its rule holds. */
const TICK_MS = 5_000;
const LOOK_MS = 10_000;
const STEP_MS = 10_000;

export interface AlertRulesOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: (byteCount: number) => Uint8Array;
  /** When this engine is the one to look now, so long after the last look of any: store time; else null. */
  readonly takeTurn: (everyMs: number) => Promise<number | null>;
}

export interface AlertRules extends Service {
  /** One tick; whether it was this engine's turn to look. */
  runOnce(): Promise<boolean>;
}

interface FactsRow {
  readonly no: number;
  readonly name: string;
  readonly is_kept_back: boolean;
  readonly delay_tolerance_ms: number;
  readonly submitted_count: number;
  readonly done_count: number;
  readonly dead_count: number;
  readonly late_count: number;
  readonly entitled_ms: number;
  readonly received_ms: number;
  readonly backlogged_ms: number;
  readonly quota_ms: number;
  readonly waiting_count: number;
  readonly arrived_count: number;
  readonly head_waited_ms: number | null;
  readonly is_running: boolean;
}

/** Judges the rules, by turn with the other engines, and keeps alerts as states with a start and an end. */
export function createAlertRules(options: AlertRulesOptions): AlertRules {
  const { pool, randomBytes } = options;

  const look = async (now: number): Promise<void> => {
    const minuteAt = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const since = Math.floor((now - 10 * MINUTE_MS) / STEP_MS) * STEP_MS;
    const facts = await pool.query<FactsRow>({
      ...readAlertFacts,
      values: [since, minuteAt - 5 * MINUTE_MS, minuteAt],
    });
    const cuts = await pool.query<{ id: string; name: string; signal_count: number; limit_per_second: number | null }>(
      readCutDownstreams,
    );
    const alerts = decideAlerts(
      facts.rows.map(toFacts),
      cuts.rows.map((row) => ({
        id: row.id,
        name: row.name,
        signalCount: row.signal_count,
        limitPerSecond: row.limit_per_second,
      })),
    );
    const columns = [
      alerts.map(() => newAlertId(randomBytes)),
      alerts.map(({ rule }) => rule),
      alerts.map(({ subject }) => subject),
      alerts.map(({ useCaseNo }) => useCaseNo),
      alerts.map(({ downstreamId }) => downstreamId),
      alerts.map(({ message }) => message),
    ];
    await pool.query({ ...keepAlerts, values: [now, ...columns] });
  };

  const runOnce = async (): Promise<boolean> => {
    const now = await options.takeTurn(LOOK_MS);
    if (now === null) return false;
    await look(now);
    return true;
  };

  const loop = createLoop({
    name: 'alert-rules',
    clock: options.clock,
    log: options.log,
    failureWaitMs: TICK_MS,
    runOnce: async () => {
      await runOnce();
      return { waitMs: TICK_MS };
    },
  });
  return { ...loop, runOnce };
}

function toFacts(row: FactsRow): UseCaseFacts {
  return {
    no: row.no,
    name: row.name,
    isKeptBack: row.is_kept_back,
    delayToleranceMs: row.delay_tolerance_ms,
    submittedCount: row.submitted_count,
    doneCount: row.done_count,
    deadCount: row.dead_count,
    lateCount: row.late_count,
    entitledMs: row.entitled_ms,
    receivedMs: row.received_ms,
    backloggedMs: row.backlogged_ms,
    quotaMs: row.quota_ms,
    waitingCount: row.waiting_count,
    arrivedCount: row.arrived_count,
    headWaitedMs: row.head_waited_ms,
    isRunning: row.is_running,
  };
}
