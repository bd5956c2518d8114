import { inTransaction } from '@leeway/db/in-transaction';
import type { Pool } from 'pg';
import type { GrantSums } from './grant-buffer.ts';
import type { PairMinute } from './pair-buffer.ts';
import type { SharingMinute } from './sharing-buffer.ts';
import { addGrantUse } from './sql/add-grant-use.ts';
import { addGrantWaits } from './sql/add-grant-waits.ts';
import { addPairs } from './sql/add-pairs.ts';
import { addPool } from './sql/add-pool.ts';
import { addSharing } from './sql/add-sharing.ts';
import { lockMinutes } from './sql/lock-minutes.ts';
import { lowerSharingMark } from './sql/lower-sharing-mark.ts';

/** Writes what a minute came to, or a part of it. */
export async function writeMinute(pool: Pool, { minuteAt, useCases, pool: had }: SharingMinute): Promise<void> {
  const rows = [...useCases.values()].sort((a, b) => a.useCaseNo - b.useCaseNo);
  const values = [
    minuteAt,
    rows.map(({ useCaseNo }) => useCaseNo),
    rows.map(({ entitledMs }) => entitledMs),
    rows.map(({ receivedMs }) => receivedMs),
    rows.map(({ backloggedMs }) => backloggedMs),
    rows.map(({ sufferedMs }) => sufferedMs),
    rows.map(({ causedMs }) => causedMs),
    rows.map(({ gateMs }) => JSON.stringify(Object.fromEntries(gateMs))),
    rows.map(({ grantedCpuMs }) => grantedCpuMs),
  ];
  if (rows.length > 0)
    await inTransaction(pool, async (client) => {
      await client.query(lockMinutes);
      await client.query({ ...addSharing, values });
      await client.query({ ...lowerSharingMark, values: [minuteAt] });
    });
  const { slotMs, busySlotMs, cpuCapacityMs, cpuMs, opportunisticCpuMs } = had;
  if (slotMs > 0)
    await pool.query({ ...addPool, values: [minuteAt, slotMs, busySlotMs, cpuCapacityMs, cpuMs, opportunisticCpuMs] });
}

export async function writePairs(pool: Pool, { minuteAt, pairs }: PairMinute): Promise<void> {
  const columns = [
    pairs.map(({ culpritNo }) => culpritNo),
    pairs.map(({ victimNo }) => victimNo),
    pairs.map(({ slotMs }) => slotMs),
  ];
  await pool.query({ ...addPairs, values: [minuteAt, ...columns] });
}

/** What was used of grants and who waited for it: both, or neither. */
export async function writeGrants(pool: Pool, grants: readonly GrantSums[]): Promise<void> {
  const waits = grants.flatMap(({ grantId, waits }) => [...waits.values()].map((wait) => ({ grantId, ...wait })));
  const columns = [
    grants.map(({ grantId }) => grantId),
    grants.map(({ cpuMs }) => cpuMs),
    grants.map(({ submittedCount }) => submittedCount),
    grants.map(({ jobMs }) => jobMs),
    grants.map(({ slotMs }) => slotMs),
    grants.map(({ firstAt }) => Math.round(firstAt)),
    grants.map(({ lastAt }) => Math.round(lastAt)),
  ];
  const waitColumns = [
    waits.map(({ grantId }) => grantId),
    waits.map(({ useCaseNo }) => useCaseNo),
    waits.map(({ slotMs }) => slotMs),
    waits.map(({ heldUpMs }) => heldUpMs),
  ];
  await inTransaction(pool, async (client) => {
    await client.query({ ...addGrantUse, values: columns });
    if (waits.length > 0) await client.query({ ...addGrantWaits, values: waitColumns });
  });
}
