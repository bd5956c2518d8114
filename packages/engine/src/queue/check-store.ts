import type { Pool } from 'pg';
import { readDurability } from './sql/read-durability.ts';

interface DurabilityRow {
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  shard_count: number;
}

/** The settings that would let the store lose what it has confirmed. */
function findUnsafeSettings(row: Omit<DurabilityRow, 'shard_count'>): string[] {
  const unsafe: string[] = [];
  if (row.fsync !== 'on') unsafe.push(`fsync is ${row.fsync}`);
  if (row.full_page_writes !== 'on') unsafe.push(`full_page_writes is ${row.full_page_writes}`);
  if (!['on', 'remote_write', 'remote_apply'].includes(row.synchronous_commit))
    unsafe.push(`synchronous_commit is ${row.synchronous_commit}`);
  return unsafe;
}

/** Refuses a store that could lose accepted jobs, unless told so in so many words. Returns the number of shards. */
export async function checkStore(pool: Pool, isUnsafeStoreAllowed: boolean): Promise<{ shardCount: number }> {
  const row = (await pool.query<DurabilityRow>(readDurability)).rows[0];
  if (row === undefined) throw new Error('The store does not tell its settings');
  const unsafe = findUnsafeSettings(row);
  if (unsafe.length > 0 && !isUnsafeStoreAllowed)
    throw new Error(
      `This Postgres could lose accepted jobs: ${unsafe.join(', ')}. Turn it on, or set LEEWAY_ALLOW_UNSAFE_STORE=1 to run without the promise`,
    );
  return { shardCount: Number(row.shard_count) };
}
