import { inTransaction } from '@leeway/db/in-transaction';
import type { Pool } from 'pg';
import { lockFold } from './sql/lock-fold.ts';
import { lockSharing } from './sql/lock-sharing.ts';
import { ROLL_UPS } from './sql/roll-up.ts';

/** Of each width, the narrowest first, so many stretches at once: those who write minutes wait meanwhile, so it is not to take long. */
const STRETCHES = [1, 6, 6] as const;
const LOCKS = { usage: lockFold, sharing: lockSharing } as const;
type RollupKind = keyof typeof LOCKS;

/**
 * Sums up what has come to rest, of each width the next stretches; returns whether there is more to do. Any number of engines try:
 * one at a time, and whoever comes second finds it done.
 */
export async function rollUp(pool: Pool, stretches?: number): Promise<boolean> {
  let isBehind = false;
  for (const kind of ['usage', 'sharing'] as const)
    for (const [index, statement] of ROLL_UPS[kind].entries())
      if (await rollUpWidth(pool, kind, { ...statement, values: [stretches ?? STRETCHES[index]] })) isBehind = true;
  return isBehind;
}

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

function rollUpWidth(pool: Pool, kind: RollupKind, statement: Statement): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    // In a statement of its own, so that the next one sees what was written before it.
    const isLocked = (await client.query<{ is_locked: boolean }>(LOCKS[kind])).rows[0]?.is_locked === true;
    if (!isLocked) return false;
    return (await client.query<{ is_behind: boolean }>(statement)).rows[0]?.is_behind === true;
  });
}
