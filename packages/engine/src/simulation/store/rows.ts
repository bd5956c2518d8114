import type { CommandId } from '@leeway/domain/ids';
import type { JobKey } from '@leeway/domain/job-id';
import type { CommandResult, JobWish } from '../../queue/job-command.ts';
import type { QueuedJob } from '../../queue/queued-job.ts';
import type { UsageTally } from '../../queue/tally-usage.ts';

/** The rows of the queue store as the simulation keeps them: the columns of packages/db/migrations, as statements see them. */
export type JobRow = QueuedJob;

export interface DelayedRow {
  readonly key: JobKey;
  readonly firstKey?: JobKey | undefined;
  readonly shard: number;
  readonly dueAt: number;
  readonly attempt: number;
  readonly availableAt: number;
  readonly submittedAt: number;
  readonly payload: string;
  readonly concurrencyKey?: string | undefined;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
}

export interface DeadRow {
  readonly key: JobKey;
  readonly firstKey?: JobKey | undefined;
  readonly useCaseNo: number;
  readonly attempt: number;
  readonly availableAt: number;
  readonly submittedAt: number;
  readonly startedAt: number;
  readonly deadAt: number;
  readonly payload: string | null;
  readonly concurrencyKey?: string | undefined;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly dedupeHash: string | null;
}

export interface HistoryRow {
  readonly key: JobKey;
  readonly firstKey?: JobKey | undefined;
  readonly attempt: number;
  readonly outcome: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failureCode: string | null;
}

/** What one statement adds to a use case's counts. */
export interface UsageRow extends Partial<Omit<UsageTally, 'useCaseNo'>> {
  readonly useCaseNo: number;
  readonly at: number;
  readonly submittedCount?: number;
  readonly delayedInCount?: number;
  readonly delayedOutCount?: number;
}

export interface ShardRow {
  readonly shard: number;
  readonly owner: string | null;
  readonly epoch: number;
  readonly expiresAt: number;
}

export interface BeatRow {
  readonly engineId: string;
  readonly beatAt: number;
}

export interface RequestRow {
  readonly scope: string;
  readonly bodyHash: string;
  readonly acceptedAt: number;
  readonly rows: readonly { readonly key: JobKey; readonly jobCount: number; readonly availableAt: number }[];
}

export interface DuplicateRow {
  readonly scope: string;
  readonly key: JobKey;
  readonly holderKey: JobKey;
  readonly holderFirstKey?: JobKey | undefined;
  readonly holderAvailableAt: number;
}

export interface DedupeRow {
  readonly useCaseNo: number;
  readonly hash: string;
  readonly key: JobKey;
  readonly availableAt: number;
  readonly takenAt: number;
  readonly heldUntil: number | null;
}

/** That somebody wants a job cancelled, or to have another deadline; by its public id. */
export interface CommandRow {
  readonly id: CommandId;
  readonly key: JobKey;
  readonly wish: JobWish;
  readonly result: CommandResult | null;
  readonly isOver: boolean;
}

/** Every table by its primary key; what only grows has running numbers. */
export interface Rows {
  readonly job: JobRow;
  readonly delayed: DelayedRow;
  readonly dead: DeadRow;
  readonly history: HistoryRow;
  readonly usage: UsageRow;
  readonly shard: ShardRow;
  readonly beat: BeatRow;
  readonly request: RequestRow;
  readonly duplicate: DuplicateRow;
  readonly dedupe: DedupeRow;
  readonly command: CommandRow;
}

export type TableName = keyof Rows;
export type Tables = { readonly [Name in TableName]: Map<string, Rows[Name]> };

export function createTables(shardCount: number): Tables {
  const shards = Array.from({ length: shardCount }, (_, shard) => ({ shard, owner: null, epoch: 0, expiresAt: 0 }));
  return {
    job: new Map(),
    delayed: new Map(),
    dead: new Map(),
    history: new Map(),
    usage: new Map(),
    shard: new Map(shards.map((row) => [String(row.shard), row])),
    beat: new Map(),
    request: new Map(),
    duplicate: new Map(),
    dedupe: new Map(),
    command: new Map(),
  };
}
