import type { Transaction } from '@leeway/db/prisma';
import { decideGrantState, GrantAmounts, GrantClass } from '@leeway/domain/burst-grant';
import type { GrantView, ListedGrant } from '@leeway/domain/capacity-views';
import { decideEffectivePolicy, type GrantableLimits, type GrantInTime } from '@leeway/domain/effective-policy';
import { LeewayError } from '@leeway/domain/problem';
import { readGrantUse } from '@leeway/engine/reports/read-grant-use';
import type { Store } from '@leeway/engine/reports/store-time';
import type { AuditRecord } from '../audit/record-audit.ts';

/** What a query must include to return a `GrantRow`. */
export const WITH_USE_CASE = { useCase: { include: { team: true } } } as const;

export interface GrantRow {
  readonly id: string;
  readonly trafficClass: string;
  readonly amounts: unknown;
  readonly reason: string;
  readonly incidentUrl: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  readonly grantedBy: string;
  readonly grantedAt: Date;
  readonly version: number;
  readonly useCase: GrantableLimits & {
    readonly id: string;
    readonly name: string;
    readonly team: { readonly id: string; readonly name: string };
  };
}

/** NOT_FOUND where there is no grant of that id. */
export async function readGrant(prisma: Pick<Transaction, 'burstGrant'>, id: string): Promise<GrantRow> {
  const row = await prisma.burstGrant.findUnique({ where: { id }, include: WITH_USE_CASE });
  if (row === null) throw new LeewayError('NOT_FOUND', `There is no grant ${id}`);
  return row;
}

/** The part of a policy that grants can lift. */
export function grantableLimits(policy: GrantableLimits): GrantableLimits {
  const { cpuQuotaMsPerSecond, rateLimitPerSecond, rateLimitBurst, concurrencyLimit } = policy;
  return { cpuQuotaMsPerSecond, rateLimitPerSecond, rateLimitBurst, concurrencyLimit };
}

/** The grant as the rule of effective policies takes it. */
export function inTime({ id, amounts, startsAt, endsAt, endedAt }: GrantRow): GrantInTime {
  const lastsUntil = Math.min(endsAt.getTime(), endedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  return { id, amounts: GrantAmounts.parse(amounts), startsAt: startsAt.getTime(), endsAt: lastsUntil };
}

export function viewGrant(row: GrantRow, now: Date): GrantView {
  const amounts = GrantAmounts.parse(row.amounts);
  const policy = grantableLimits(row.useCase);
  const times = {
    startsAt: row.startsAt.getTime(),
    endsAt: row.endsAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
  };
  const always = { id: row.id, amounts, startsAt: 0, endsAt: Number.POSITIVE_INFINITY };
  return {
    id: row.id,
    useCase: row.useCase.name,
    team: row.useCase.team.name,
    trafficClass: GrantClass.parse(row.trafficClass),
    amounts,
    reason: row.reason,
    incidentUrl: row.incidentUrl,
    ...times,
    grantedBy: row.grantedBy,
    grantedAt: row.grantedAt.getTime(),
    version: row.version,
    state: decideGrantState(times, now.getTime()),
    policy,
    granted: decideEffectivePolicy(policy, [always], 0).limits,
  };
}

/** With what was used of each. */
export async function listed(pool: Store, grants: readonly GrantView[]): Promise<ListedGrant[]> {
  const uses = await readGrantUse(
    pool,
    grants.map(({ id }) => id),
  );
  return grants.map((grant) => ({
    ...grant,
    used: uses.get(grant.id)?.used ?? null,
    waiterCount: uses.get(grant.id)?.waiterCount ?? 0,
  }));
}

/** Named after the use case, so that its history finds it. */
export function auditedObject({ id, useCase }: GrantRow): AuditRecord['object'] {
  return { type: 'grant', id, name: `${useCase.name}/${id}` };
}

export function auditedGrant(row: GrantRow) {
  return {
    trafficClass: row.trafficClass,
    ...GrantAmounts.parse(row.amounts),
    incidentUrl: row.incidentUrl,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
