import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { Settlement } from './settlement.ts';
import {
  concurrencyKeys,
  endValues,
  firstKeys,
  freedKeys,
  goneValues,
  rowValues,
  writtenEndsOf,
} from './settlement-values.ts';
import { findHeldJobs } from './sql/find-held-jobs.ts';
import { settleJobs as statement } from './sql/settle-jobs.ts';
import type { UsageTally } from './tally-usage.ts';

/** What makes a settlement valid: the owner and the epochs under which the jobs were leased. */
export interface Fence {
  readonly owner: string;
  readonly epochs: ReadonlyMap<number, number>;
}

export interface SettlementBatch {
  readonly settlements: readonly Settlement[];
  readonly usage: readonly UsageTally[];
  /** Whether history keeps a success of this use case that ended then. */
  readonly admits: (useCaseNo: number, at: number) => boolean;
}

function fenceValues(fence: Fence): [string, number[], number[]] {
  const shards = [...fence.epochs.keys()].sort((a, b) => a - b);
  return [fence.owner, shards, shards.map((shard) => fence.epochs.get(shard) ?? -1)];
}

function arrayText(values: Iterable<number>): string {
  return `{${[...values].join(',')}}`;
}

/** The fourteen usage parameters of a settlement. */
export function usageValues(usage: readonly UsageTally[]): unknown[] {
  return [
    usage.map((u) => u.useCaseNo),
    usage.map((u) => u.doneCount),
    usage.map((u) => u.failedCount),
    usage.map((u) => u.deadCount),
    usage.map((u) => u.lateCount),
    usage.map((u) => u.lostLeaseCount),
    usage.map((u) => u.retriedCount),
    usage.map((u) => u.cancelledCount),
    usage.map((u) => u.cpuMs),
    usage.map((u) => u.runMs),
    usage.map((u) => u.memoryMbS),
    usage.map((u) => arrayText(u.delay.keys())),
    usage.map((u) => arrayText(u.delay.values())),
    usage.map((u) => arrayText(u.run.keys())),
    usage.map((u) => arrayText(u.run.values())),
  ];
}

/** Settles a batch, whole or not at all; rejects with SQLSTATE LW001 where any of its leases is lost. */
export async function settleJobs(pool: Pool, fence: Fence, batch: SettlementBatch): Promise<void> {
  const written = writtenEndsOf(batch.settlements, batch.admits);
  const values = [
    ...fenceValues(fence),
    ...goneValues(batch.settlements),
    ...endValues(written),
    ...usageValues(batch.usage),
    freedKeys(batch.settlements),
    firstKeys(written),
    concurrencyKeys(written),
  ];
  await pool.query({ ...statement, values });
}

/** The keys among the settlements whose rows are still there under this fence. */
export async function findHeld(pool: Pool, fence: Fence, settlements: readonly Settlement[]): Promise<Set<JobKey>> {
  const { rows } = await pool.query<{ key: JobKey }>({
    ...findHeldJobs,
    values: [...fenceValues(fence), ...rowValues(settlements)],
  });
  return new Set(rows.map((row) => row.key));
}
