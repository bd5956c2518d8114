import { inTransaction } from '@leeway/db/in-transaction';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import type { Pool } from 'pg';
import { addHistoryPartitions } from './sql/add-history-partitions.ts';
import { listHistoryPartitions } from './sql/list-history-partitions.ts';
import { pruneCommands } from './sql/prune-commands.ts';
import { pruneRollups } from './sql/prune-rollups.ts';
import { pruneSharing } from './sql/prune-sharing.ts';
import { pruneUsage } from './sql/prune-usage.ts';

/** How long what is kept, in ms. */
const KEPT = {
  tenSecondUsageMs: 6 * HOUR_MS,
  minuteUsageMs: 30 * DAY_MS,
  tenMinuteSumsMs: 2 * DAY_MS,
  sumsMs: 10 * DAY_MS,
  engineSilenceMs: 10 * MINUTE_MS,
  historyMs: 7 * DAY_MS,
  commandsMs: DAY_MS,
  operationsMs: 30 * DAY_MS,
} as const;

/** Makes room for tomorrow's history, drops what is past its keeping time; whole days at once, never row by row. */
export async function keepHouse(pool: Pool): Promise<void> {
  await pool.query(addHistoryPartitions);
  await pool.query({ ...pruneUsage, values: [KEPT.tenSecondUsageMs, KEPT.minuteUsageMs] });
  await pool.query({ ...pruneSharing, values: [KEPT.minuteUsageMs, KEPT.engineSilenceMs] });
  await pool.query({ ...pruneRollups, values: [KEPT.tenMinuteSumsMs, KEPT.sumsMs] });
  await pool.query({ ...pruneCommands, values: [KEPT.commandsMs, KEPT.operationsMs] });
  const { rows } = await pool.query<{ name: string }>({ ...listHistoryPartitions, values: [KEPT.historyMs] });
  for (const { name } of rows) await dropPartition(pool, name);
}

/** Gives up at once where somebody reads the old day; the next round tries again. */
async function dropPartition(pool: Pool, name: string): Promise<void> {
  if (!/^job_history_\d{8}$/.test(name)) return;
  const dropped = inTransaction(pool, (client) =>
    client.query(`set local lock_timeout = '200ms'; drop table if exists ${name}`),
  );
  await dropped.catch(() => undefined);
}
