import type { ClientBase } from 'pg';
import type { UseCaseEntry } from './entries.ts';
import { toEntry, type UseCaseRow } from './rows.ts';
import { findTarget as statement } from './sql/find-target.ts';

/** What a submission in somebody's transaction needs to know, as the store has it now. */
export interface Target {
  readonly useCase: UseCaseEntry;
  /** Store time. */
  readonly now: number;
  readonly shardCount: number;
}

interface TargetRow extends UseCaseRow {
  readonly now: number;
  readonly shard_count: number;
}

/** Null where there is no use case of that name. */
export async function findTarget(client: ClientBase, name: string): Promise<Target | null> {
  const row = (await client.query<TargetRow>({ ...statement, values: [name] })).rows[0];
  if (row === undefined) return null;
  return { useCase: toEntry(row), now: Number(row.now), shardCount: Number(row.shard_count) };
}
