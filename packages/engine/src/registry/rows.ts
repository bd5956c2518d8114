import type { GrantAmounts } from '@leeway/domain/burst-grant';
import type { Criticality } from '@leeway/domain/criticality';
import type { QuotaKind } from '@leeway/domain/quota-kind';
import type { Runtime } from '@leeway/domain/runtime';
import type { ApiKeyEntry, DownstreamEntry, GrantEntry, IncidentModeEntry, UseCaseEntry } from './entries.ts';

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
  quota_kind: QuotaKind;
  cpu_quota_ms_per_second: number | null;
  rate_limit_per_second: number | null;
  rate_limit_burst: number | null;
  concurrency_limit: number | null;
  concurrency_key_limit: number | null;
  fair_weight: number;
  is_paused: boolean;
  downstream_ids: string[];
}

export interface ApiKeyRow {
  id: string;
  name: string;
  team_id: string | null;
  secret_hash: string;
  expires_at: number;
  rate_limit_per_second: number | null;
  rate_limit_burst: number | null;
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
    quotaKind: row.quota_kind,
    cpuQuotaMsPerSecond: row.cpu_quota_ms_per_second,
    rateLimitPerSecond: row.rate_limit_per_second,
    rateLimitBurst: row.rate_limit_burst,
    concurrencyLimit: row.concurrency_limit,
    concurrencyKeyLimit: row.concurrency_key_limit,
    fairWeight: row.fair_weight,
    isPaused: row.is_paused,
    downstreamIds: row.downstream_ids,
  };
}

export function toKeyEntry(row: ApiKeyRow): ApiKeyEntry {
  return {
    id: row.id,
    name: row.name,
    teamId: row.team_id,
    secretHash: row.secret_hash,
    expiresAt: row.expires_at,
    rateLimitPerSecond: row.rate_limit_per_second,
    rateLimitBurst: row.rate_limit_burst,
  };
}

export interface DownstreamRow {
  id: string;
  name: string;
  overload_threshold: number;
  max_per_second: number | null;
}

export interface GrantRow {
  id: string;
  use_case_no: number;
  amounts: GrantAmounts;
  starts_at: number;
  ends_at: number;
}

export interface IncidentModeRow {
  id: string;
  criticality_floor: Criticality;
  started_at: number;
  ends_at: number;
}

export function toDownstreamEntry(row: DownstreamRow): DownstreamEntry {
  return { id: row.id, name: row.name, overloadThreshold: row.overload_threshold, maxPerSecond: row.max_per_second };
}

export function toGrantEntry(row: GrantRow): GrantEntry {
  return {
    id: row.id,
    useCaseNo: row.use_case_no,
    amounts: row.amounts,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  };
}

export function toIncidentModeEntry(row: IncidentModeRow): IncidentModeEntry {
  return { id: row.id, criticalityFloor: row.criticality_floor, startedAt: row.started_at, endsAt: row.ends_at };
}
