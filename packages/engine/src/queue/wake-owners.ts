import type { Pool } from 'pg';
import { notifyWake } from './sql/notify-wake.ts';

/** The channel on which engines hear that there are jobs for somebody. */
export const WAKE_CHANNEL = 'leeway_wake';

/** Wakes every engine, after a commit of jobs whose shards may belong to others. `payloads` say which queues got jobs; an empty one, any. */
export async function wakeOwners(pool: Pick<Pool, 'query'>, payloads: readonly string[] = ['']): Promise<void> {
  await pool.query({ ...notifyWake, values: [payloads] });
}
