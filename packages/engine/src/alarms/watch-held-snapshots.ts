import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { type FirstSeen, type HolderRow, judgeHolders } from './judge-holders.ts';
import { findSnapshotHolders } from './sql/find-snapshot-holders.ts';
import { setAlarm } from './sql/set-alarm.ts';
import { takeTurn } from './take-turn.ts';

const KIND = 'heldSnapshot';
/** An engine asks so often whether somebody should look, and one looks so often: an alarm is at most their sum late. */
const TICK_MS = 2_000;
const LOOK_MS = 10_000;

export interface HeldSnapshotWatch extends Service {
  /** One tick: looks where it is this engine's turn. Returns whether it was. */
  runOnce(): Promise<boolean>;
  /** For how long the oldest has been held, as the last look of any engine found; null before the first tick. */
  oldestMs(): number | null;
}

export interface HeldSnapshotWatchOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  /** What is held for longer is an alarm. */
  readonly limitMs: number;
  readonly lookMs?: number;
}

/**
 * Looks, by turn with the other engines, for whoever keeps vacuum from cleaning: dead rows then pile up in every table that
 * jobs pass through. Says who it is while it lasts; ends nobody's session.
 */
export function createHeldSnapshotWatch(options: HeldSnapshotWatchOptions): HeldSnapshotWatch {
  const { pool, log, limitMs, lookMs = LOOK_MS } = options;
  let firstSeen: FirstSeen = new Map();
  let oldestMs: number | null = null;
  let isBlind = false;

  const look = async (now: number): Promise<void> => {
    const { rows } = await pool.query<HolderRow>(findSnapshotHolders);
    noteSight(rows[0]?.can_see ?? false);
    const judged = judgeHolders(rows, firstSeen, now);
    firstSeen = judged.firstSeen;
    oldestMs = judged.oldest === null ? 0 : Math.max(0, now - judged.oldest.sinceAt);
    const isRaised = oldestMs > limitMs;
    await pool.query({ ...setAlarm, values: [KIND, oldestMs, isRaised ? JSON.stringify(judged.oldest) : null] });
    if (isRaised) log.warn({ holder: judged.oldest, oldestMs }, 'a snapshot is held: vacuum cannot clean');
  };

  const noteSight = (canSee: boolean): void => {
    if (!canSee && !isBlind) log.warn('this role may not see the sessions of others: grant it pg_read_all_stats');
    isBlind = !canSee;
  };

  const runOnce = async (): Promise<boolean> => {
    const turn = await takeTurn(pool, KIND, lookMs);
    if (turn === null) return false;
    oldestMs = turn.value;
    if (turn.isTurn) await look(turn.now);
    return turn.isTurn;
  };

  const loop = createLoop({
    name: 'held-snapshots',
    clock: options.clock,
    log,
    runOnce: async () => {
      await runOnce();
      return { waitMs: TICK_MS };
    },
  });
  return { ...loop, runOnce, oldestMs: () => oldestMs };
}
