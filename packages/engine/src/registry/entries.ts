import type { Criticality } from '@leeway/domain/criticality';
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
}

export interface ApiKeyEntry {
  readonly id: string;
  readonly name: string;
  /** Null: may submit for every team. */
  readonly teamId: string | null;
  readonly secretHash: string;
  readonly expiresAt: number;
}
