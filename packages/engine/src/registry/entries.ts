import type { Criticality } from '@leeway/domain/criticality';
import type { GrantInTime } from '@leeway/domain/effective-policy';
import type { UseCasePolicy } from '@leeway/domain/use-case';

/** A use case as the engine runs it: its policy, and where its jobs are. */
export interface UseCaseEntry extends Readonly<Omit<UseCasePolicy, 'description' | 'handler' | 'downstreams'>> {
  readonly no: number;
  readonly name: string;
  readonly teamId: string;
  /** Empty where the runtime needs none. */
  readonly handler: string;
  readonly shardSpread: number;
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
