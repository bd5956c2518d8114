import type { Criticality } from '@leeway/domain/criticality';
import type { Runtime } from '@leeway/domain/runtime';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import type { ApiKeyEntry, UseCaseEntry } from './entries.ts';
import { loadApiKeys } from './sql/load-api-keys.ts';
import { loadUseCases } from './sql/load-use-cases.ts';
import { readRegistryVersion } from './sql/read-registry-version.ts';

/** How soon a change in the registry is in force here. */
const POLL_MS = 400;
const CATCH_UP_MS = 1_000;

export interface Registry extends Loop {
  findByName(name: string): UseCaseEntry | undefined;
  findByNo(no: number): UseCaseEntry | undefined;
  /** Whether any use case is run by its team's own programs. */
  hasRemote(): boolean;
  findKey(secretHash: string): ApiKeyEntry | undefined;
  /** Takes up changes now, if there are any; throws where the store does not answer. */
  refreshOnce(): Promise<boolean>;
  /** The same for callers that wait: they share one look, and are told no later than in a second. */
  catchUp(): Promise<void>;
}

export interface UseCaseRow {
  no: number;
  name: string;
  team_id: string;
  runtime: Runtime;
  handler: string | null;
  criticality: Criticality;
  delay_tolerance_ms: number;
  max_attempts: number;
  backoff_base_ms: number;
  backoff_cap_ms: number;
  timeout_ms: number;
  memory_limit_mb: number;
  mega_job_max_count: number;
  mega_job_max_kb: number;
  mega_job_max_wait_ms: number;
  shard_spread: number;
}

interface ApiKeyRow {
  id: string;
  name: string;
  team_id: string | null;
  secret_hash: string;
  expires_at: number;
}

export function toEntry(row: UseCaseRow): UseCaseEntry {
  return {
    no: row.no,
    name: row.name,
    teamId: row.team_id,
    runtime: row.runtime,
    handler: row.handler ?? '',
    criticality: row.criticality,
    delayToleranceMs: row.delay_tolerance_ms,
    maxAttempts: row.max_attempts,
    backoffBaseMs: row.backoff_base_ms,
    backoffCapMs: row.backoff_cap_ms,
    timeoutMs: row.timeout_ms,
    memoryLimitMb: row.memory_limit_mb,
    // A lease of a program is of one job.
    megaJobMaxCount: row.runtime === 'remote' ? 1 : row.mega_job_max_count,
    megaJobMaxKb: row.mega_job_max_kb,
    megaJobMaxWaitMs: row.mega_job_max_wait_ms,
    shardSpread: row.shard_spread,
  };
}

function toKeyEntry(row: ApiKeyRow): ApiKeyEntry {
  return { id: row.id, name: row.name, teamId: row.team_id, secretHash: row.secret_hash, expiresAt: row.expires_at };
}

/** What of the registry this process needs, in memory, at most `POLL_MS` old while the store answers. */
export function createRegistry(pool: Pool, clock: Clock, log: Log): Registry {
  let version = -1;
  let byName = new Map<string, UseCaseEntry>();
  let byNo = new Map<number, UseCaseEntry>();
  let keys = new Map<string, ApiKeyEntry>();
  let hasRemote = false;

  const refreshOnce = async (): Promise<boolean> => {
    const found = await pool.query<{ version: number }>(readRegistryVersion);
    const current = Number(found.rows[0]?.version);
    if (current === version) return false;
    const useCases = (await pool.query<UseCaseRow>(loadUseCases)).rows.map(toEntry);
    const apiKeys = (await pool.query<ApiKeyRow>(loadApiKeys)).rows.map(toKeyEntry);
    byName = new Map(useCases.map((entry) => [entry.name, entry]));
    byNo = new Map(useCases.map((entry) => [entry.no, entry]));
    keys = new Map(apiKeys.map((entry) => [entry.secretHash, entry]));
    hasRemote = useCases.some(({ runtime }) => runtime === 'remote');
    version = current;
    return true;
  };

  const loop = createLoop({
    name: 'registry',
    clock,
    log,
    runOnce: async () => {
      await refreshOnce();
      return { waitMs: POLL_MS };
    },
  });

  let underWay: Promise<unknown> | null = null;
  const catchUp = async (): Promise<void> => {
    underWay ??= refreshOnce().finally(() => {
      underWay = null;
    });
    await withLimit(underWay, { clock, limitMs: CATCH_UP_MS });
  };

  return {
    ...loop,
    refreshOnce,
    catchUp,
    findByName: (name) => byName.get(name),
    findByNo: (no) => byNo.get(no),
    hasRemote: () => hasRemote,
    findKey: (secretHash) => keys.get(secretHash),
  };
}

/** Rejects where `work` takes longer; `work` goes on. */
async function withLimit<T>(
  work: Promise<T>,
  { clock, limitMs }: { readonly clock: Clock; readonly limitMs: number },
): Promise<T> {
  let cancel = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    cancel = clock.after(limitMs, () => reject(new Error(`no answer within ${limitMs} ms`)));
  });
  return await Promise.race([work, limit]).finally(cancel);
}
