import { Criticality } from '@leeway/domain/criticality';
import { QuotaKind } from '@leeway/domain/quota-kind';
import { Runtime } from '@leeway/domain/runtime';
import type { UseCasePolicy } from '@leeway/domain/use-case';
import type { UseCaseView } from '@leeway/domain/views';

/** What a query must include to return a `UseCaseRow`. */
export const USE_CASE_PARTS = { team: true, downstreams: { include: { downstream: true } } } as const;

/** A use case as Prisma returns it, with its team's name. */
export interface UseCaseRow {
  readonly id: string;
  readonly no: number;
  readonly name: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly description: string;
  readonly runtime: string;
  readonly handler: string | null;
  readonly criticality: string;
  readonly delayToleranceMs: bigint;
  readonly maxAttempts: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  readonly timeoutMs: number;
  readonly memoryLimitMb: number;
  readonly megaJobMaxCount: number;
  readonly megaJobMaxKb: number;
  readonly megaJobMaxWaitMs: number;
  readonly quotaKind: string;
  readonly cpuQuotaMsPerSecond: number | null;
  readonly rateLimitPerSecond: number | null;
  readonly rateLimitBurst: number | null;
  readonly concurrencyLimit: number | null;
  readonly concurrencyKeyLimit: number | null;
  readonly fairWeight: number;
  readonly isPaused: boolean;
  readonly downstreams: readonly { readonly downstream: { readonly name: string } }[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What the owner can change, as the audit log keeps it. */
export function policyOf(row: UseCaseRow): UseCasePolicy {
  return {
    description: row.description,
    runtime: Runtime.parse(row.runtime),
    handler: row.handler,
    criticality: Criticality.parse(row.criticality),
    delayToleranceMs: Number(row.delayToleranceMs),
    maxAttempts: row.maxAttempts,
    backoffBaseMs: row.backoffBaseMs,
    backoffCapMs: row.backoffCapMs,
    timeoutMs: row.timeoutMs,
    memoryLimitMb: row.memoryLimitMb,
    megaJobMaxCount: row.megaJobMaxCount,
    megaJobMaxKb: row.megaJobMaxKb,
    megaJobMaxWaitMs: row.megaJobMaxWaitMs,
    quotaKind: QuotaKind.parse(row.quotaKind),
    cpuQuotaMsPerSecond: row.cpuQuotaMsPerSecond,
    rateLimitPerSecond: row.rateLimitPerSecond,
    rateLimitBurst: row.rateLimitBurst,
    concurrencyLimit: row.concurrencyLimit,
    concurrencyKeyLimit: row.concurrencyKeyLimit,
    fairWeight: row.fairWeight,
    downstreams: row.downstreams.map(({ downstream }) => downstream.name).sort(),
  };
}

export function viewUseCase(row: UseCaseRow): UseCaseView {
  return {
    id: row.id,
    no: row.no,
    name: row.name,
    team: row.team.name,
    ...policyOf(row),
    isPaused: row.isPaused,
    version: row.version,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
