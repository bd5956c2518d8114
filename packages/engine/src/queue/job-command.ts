import type { CommandId } from '@leeway/domain/ids';
import type { JobKey } from '@leeway/domain/job-id';
import type { JobState } from '@leeway/domain/job-state';
import type { Pool } from 'pg';
import { answerCommand as answer } from './sql/answer-command.ts';
import { findOpenCommands as findOpen } from './sql/find-open-commands.ts';
import { insertCommand as insert } from './sql/insert-command.ts';
import { readCommand as read } from './sql/read-command.ts';
import type { Why } from './why.ts';
import type { ShardFence } from './withdraw-jobs.ts';

/** A deadline as an instant, or as the tolerance after the job's earliest start. */
export type DeadlineWish = { readonly deadlineAt: number } | { readonly delayToleranceMs: number };

/** What is wanted of a job. */
export type JobWish =
  | { readonly kind: 'cancel' }
  | { readonly kind: 'changeDeadline'; readonly deadline: DeadlineWish };

/** Something that only the owner of the job's shard can do, because it may hold the job in memory. */
export interface JobCommand {
  readonly id: CommandId;
  /** The public id of the job. */
  readonly jobKey: JobKey;
  readonly wish: JobWish;
  readonly why: Why;
}

/** What the asker is told. */
export interface CommandResult {
  /** Where the job is. */
  readonly state: JobState;
  /** Whether what was wanted has happened, or is on its way. */
  readonly isCarriedOut: boolean;
  /** Of a changed deadline. */
  readonly deadlineAt?: number;
  /** Why it was not carried out, where the state does not say it. */
  readonly detail?: string;
}

export interface CommandProgress {
  readonly id: string;
  readonly jobKey: JobKey;
  /** Null until the owner has answered. */
  readonly result: CommandResult | null;
  readonly isOver: boolean;
}

interface CommandRow {
  readonly id: CommandId;
  readonly kind: 'cancel' | 'changeDeadline';
  readonly job_key: JobKey;
  readonly deadline_at: number | null;
  readonly delay_tolerance_ms: number | null;
  readonly asked_by: string;
  readonly reason: string;
}

export interface NewCommand extends JobCommand {
  readonly shard: number;
}

type Db = Pick<Pool, 'query'>;

export async function insertCommand(db: Db, { id, shard, jobKey, wish, why }: NewCommand): Promise<void> {
  const deadline = wish.kind === 'changeDeadline' ? wish.deadline : {};
  const deadlineAt = 'deadlineAt' in deadline ? deadline.deadlineAt : null;
  const toleranceMs = 'delayToleranceMs' in deadline ? deadline.delayToleranceMs : null;
  await db.query({ ...insert, values: [id, wish.kind, shard, jobKey, deadlineAt, toleranceMs, why.by, why.reason] });
}

export interface CommandSearch {
  readonly shards: readonly number[];
  /** Those of them where a former owner may have begun something. */
  readonly newShards: readonly number[];
  readonly limit: number;
}

/** What is asked of the owner of some shards, oldest first. */
export async function findOpenCommands(db: Db, search: CommandSearch): Promise<JobCommand[]> {
  const { shards, newShards, limit } = search;
  const { rows } = await db.query<CommandRow>({ ...findOpen, values: [shards, newShards, limit] });
  return rows.map(toCommand);
}

function toCommand(row: CommandRow): JobCommand {
  return {
    id: row.id,
    jobKey: row.job_key,
    wish: row.kind === 'cancel' ? { kind: 'cancel' } : { kind: 'changeDeadline', deadline: deadlineOf(row) },
    why: { by: row.asked_by, reason: row.reason },
  };
}

function deadlineOf({ deadline_at: deadlineAt, delay_tolerance_ms: toleranceMs }: CommandRow): DeadlineWish {
  return deadlineAt === null ? { delayToleranceMs: toleranceMs ?? 0 } : { deadlineAt };
}

export interface CommandAnswer {
  readonly commandId: string;
  readonly result: CommandResult;
  /** False: there will be another answer. */
  readonly isOver: boolean;
}

/** False where the shard is another's by now, who will answer. */
export async function answerCommand(
  db: Db,
  fence: ShardFence,
  { commandId, result, isOver }: CommandAnswer,
): Promise<boolean> {
  const values = [fence.owner, fence.shard, fence.epoch, commandId, JSON.stringify(result), isOver];
  return (await db.query({ ...answer, values })).rowCount === 1;
}

/** Null where there is none of that id (any more). */
export async function readCommand(db: Db, id: string): Promise<CommandProgress | null> {
  const { rows } = await db.query<{ id: string; job_key: JobKey; result: CommandResult | null; is_over: boolean }>({
    ...read,
    values: [id],
  });
  const row = rows[0];
  return row === undefined ? null : { id: row.id, jobKey: row.job_key, result: row.result, isOver: row.is_over };
}
