import type { Criticality } from '@leeway/domain/criticality';
import type { GrantInTime } from '@leeway/domain/effective-policy';
import type { QuotaKind } from '@leeway/domain/quota-kind';
import type { Runtime } from '@leeway/domain/runtime';

/** A use case as the engine runs it. Durations in ms. */
export interface UseCaseEntry {
  readonly no: number;
  readonly name: string;
  readonly teamId: string;
  readonly runtime: Runtime;
  /** Empty where the runtime needs none. */
  readonly handler: string;
  readonly criticality: Criticality;
  readonly delayToleranceMs: number;
  readonly maxAttempts: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  readonly timeoutMs: number;
  readonly memoryLimitMb: number;
  /** 1: every job has a row of its own. */
  readonly megaJobMaxCount: number;
  readonly megaJobMaxKb: number;
  readonly megaJobMaxWaitMs: number;
  readonly shardSpread: number;
  readonly quotaKind: QuotaKind;
  /** Null, here and below: no limit. */
  readonly cpuQuotaMsPerSecond: number | null;
  readonly rateLimitPerSecond: number | null;
  readonly rateLimitBurst: number | null;
  readonly concurrencyLimit: number | null;
  readonly concurrencyKeyLimit: number | null;
  readonly fairWeight: number;
  readonly isPaused: boolean;
  /** Ids of the downstreams that its handler calls. */
  readonly downstreamIds: readonly string[];
}

export interface DownstreamEntry {
  readonly id: string;
  readonly name: string;
  readonly overloadThreshold: number;
  readonly maxPerSecond: number | null;
}

/** A burst grant that has not ended. Instants in ms since 1970 on the store's clock. */
export interface GrantEntry extends GrantInTime {
  readonly useCaseNo: number;
}

export interface IncidentModeEntry {
  readonly id: string;
  readonly criticalityFloor: Criticality;
  readonly startedAt: number;
  readonly endsAt: number;
}

export interface ApiKeyEntry {
  readonly id: string;
  readonly name: string;
  /** Null: may submit for every team. */
  readonly teamId: string | null;
  readonly secretHash: string;
  readonly expiresAt: number;
  /** Null: no limit. */
  readonly rateLimitPerSecond: number | null;
  readonly rateLimitBurst: number | null;
}
