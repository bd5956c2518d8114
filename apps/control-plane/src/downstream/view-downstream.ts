import type { Transaction } from '@leeway/db/prisma';
import type { DownstreamLive, DownstreamView } from '@leeway/domain/capacity-views';
import type { DownstreamPolicy } from '@leeway/domain/downstream';
import { LeewayError } from '@leeway/domain/problem';

/** What a query must include to return a `DownstreamRow`. */
export const DOWNSTREAM_PARTS = { team: true, useCases: { include: { useCase: { select: { name: true } } } } } as const;

export interface DownstreamRow {
  readonly id: string;
  readonly name: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly description: string;
  readonly overloadThreshold: number;
  readonly maxPerSecond: number | null;
  readonly useCases: readonly { readonly useCase: { readonly name: string } }[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** NOT_FOUND where there is no downstream of that name. */
export async function readDownstream(prisma: Pick<Transaction, 'downstream'>, name: string): Promise<DownstreamRow> {
  const row = await prisma.downstream.findUnique({ where: { name }, include: DOWNSTREAM_PARTS });
  if (row === null) throw new LeewayError('NOT_FOUND', `There is no downstream ${name}`);
  return row;
}

/** What its owner can change, as the audit log keeps it. */
export function downstreamPolicyOf({ description, overloadThreshold, maxPerSecond }: DownstreamRow): DownstreamPolicy {
  return { description, overloadThreshold, maxPerSecond };
}

export function viewDownstream(row: DownstreamRow, live: DownstreamLive | null): DownstreamView {
  return {
    id: row.id,
    name: row.name,
    team: row.team.name,
    ...downstreamPolicyOf(row),
    useCases: row.useCases.map(({ useCase }) => useCase.name).sort(),
    version: row.version,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    live,
  };
}
