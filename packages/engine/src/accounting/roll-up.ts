import { inTransaction } from '@leeway/db/in-transaction';
import type { Pool } from 'pg';
import { lockFold } from './sql/lock-fold.ts';
import { lockSharing } from './sql/lock-sharing.ts';
import { ROLL_UPS } from './sql/roll-up.ts';

/** Stretches of one width in one statement: an hour of ten minutes, a day of hours. */
const STRETCHES = 6;
const LOCKS = { usage: lockFold, sharing: lockSharing } as const;

/**
 * Sums up what has come to rest, of each width the next stretches; returns whether there is more to do. Any number of engines try:
 * one at a time, and whoever comes second finds it done.
 */
export async function rollUp(pool: Pool, stretches = STRETCHES): Promise<boolean> {
  const usage = await rollUpKind(pool, 'usage', stretches);
  return (await rollUpKind(pool, 'sharing', stretches)) || usage;
}

function rollUpKind(pool: Pool, kind: 'usage' | 'sharing', stretches: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    // In a statement of its own, so that the next one sees what was written before it.
    const isLocked = (await client.query<{ is_locked: boolean }>(LOCKS[kind])).rows[0]?.is_locked === true;
    let isBehind = false;
    for (const statement of isLocked ? ROLL_UPS[kind] : []) {
      const { rows } = await client.query<{ is_behind: boolean }>({ ...statement, values: [stretches] });
      isBehind ||= rows[0]?.is_behind === true;
    }
    return isBehind;
  });
}
