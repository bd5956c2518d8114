import type { Pool } from 'pg';
import { takeTurn as statement } from './sql/take-turn.ts';

/** What is watched by turn: one row of `alarm` each. */
type WatchKind = 'heldSnapshot' | 'alertRules';

interface Turn {
  /** What the last look measured. */
  readonly value: number;
  readonly isTurn: boolean;
  /** Store time. */
  readonly now: number;
}

/** Whether this engine is the one to look, `everyMs` after the last look of any; null where nobody keeps such a watch. */
export async function takeTurn(pool: Pool, kind: WatchKind, everyMs: number): Promise<Turn | null> {
  const { rows } = await pool.query<{ value: number; is_turn: boolean; now: number }>({
    ...statement,
    values: [kind, everyMs],
  });
  const row = rows[0];
  return row === undefined ? null : { value: row.value, isTurn: row.is_turn, now: Number(row.now) };
}
