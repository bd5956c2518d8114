import type { Pool } from 'pg';
import type { SettledRow, ShardEpoch, Witness } from '../ledger/ledger.ts';
import { installWitness as install } from './sql/install-witness.ts';
import { countLeft, readDead, readEpochs, readSettled, readTotals } from './sql/read-witness.ts';

export async function installWitness(pool: Pool): Promise<void> {
  await pool.query(install);
}

/** Rows that are neither done nor dead. */
export async function readLeftCount(pool: Pool): Promise<number> {
  return Number((await pool.query(countLeft)).rows[0]?.left_count);
}

/** Who owned what since when. */
export async function readShardEpochs(pool: Pool): Promise<ShardEpoch[]> {
  const { rows } = await pool.query<Omit<ShardEpoch, 'isTakeOver'> & { is_take_over: boolean }>(readEpochs);
  return rows.map(({ is_take_over, ...row }) => ({ ...row, isTakeOver: is_take_over }));
}

/** All that the store saw, when nothing runs any more. */
export async function readWitness(pool: Pool): Promise<Witness> {
  const settled = await pool.query<Omit<SettledRow, 'jobCount'> & { job_count: number }>(readSettled);
  const dead = await pool.query<{ id: string; marker: number }>(readDead);
  const totals = (await pool.query(readTotals)).rows[0];
  return {
    epochs: await readShardEpochs(pool),
    settled: settled.rows.map(({ job_count, ...row }) => ({ ...row, jobCount: job_count })),
    dead: dead.rows,
    totals: {
      submitted: Number(totals.submitted),
      done: Number(totals.done),
      failed: Number(totals.failed),
      dead: Number(totals.dead),
      delayedIn: Number(totals.delayed_in),
      delayedOut: Number(totals.delayed_out),
      keptFailures: Number(totals.kept_failures),
    },
    leftCount: await readLeftCount(pool),
  };
}
