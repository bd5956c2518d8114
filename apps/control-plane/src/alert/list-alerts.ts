import { ALERT_RULES, type AlertRule, type AlertView } from '@leeway/domain/alert';
import { LeewayError } from '@leeway/domain/problem';
import { DAY_MS } from '@leeway/domain/units';
import { UseCaseName } from '@leeway/domain/use-case';
import { readAlertLook } from '@leeway/engine/reports/read-alert-look';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';

const RECENT = 100;
/** In an outage every use case has one: nobody reads thousands. */
const LASTING = 200;

/** What ended earlier is not on the page of a use case. */
const ENDED_LATELY_MS = DAY_MS;
const ENDED_OF_ONE = 5;

/** `useCase`: only of it and of the downstreams that it calls, and of what has ended the latest of a day. */
export const AlertListQuery = z.strictObject({ useCase: UseCaseName.optional() });
export type AlertListQuery = z.infer<typeof AlertListQuery>;

export interface AlertList {
  readonly asOf: number;
  /** When engines last judged the rules; null: never. */
  readonly lookedAt: number | null;
  /** How many last now: of more than a few hundred only those are listed that began last. */
  readonly lastingCount: number;
  /** Those that last, then the latest of those that have ended. */
  readonly alerts: readonly AlertView[];
}

export async function listAlerts({ services: { prisma, pool } }: Call, query: AlertListQuery): Promise<AlertList> {
  const now = await storeNow(prisma);
  const { of, endedSince, endedCount } = await decideScope(prisma, query, now.getTime());
  const parts = { downstream: { include: { team: true } } };
  const lasting = await prisma.alert.findMany({
    where: { ...of, endedAt: null },
    orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
    take: LASTING,
    include: parts,
  });
  const ended = await prisma.alert.findMany({
    where: { ...of, endedAt: endedSince },
    orderBy: { endedAt: 'desc' },
    take: endedCount,
    include: parts,
  });
  const numbers = [...lasting, ...ended].flatMap(({ useCaseNo }) => (useCaseNo === null ? [] : [useCaseNo]));
  const useCases = await prisma.useCase.findMany({ where: { no: { in: numbers } }, include: { team: true } });
  const teams = new Map(useCases.map(({ no, team }) => [no, team.name]));
  return {
    asOf: now.getTime(),
    lastingCount: await prisma.alert.count({ where: { ...of, endedAt: null } }),
    lookedAt: await readAlertLook(pool),
    alerts: [...lasting, ...ended].map((row) => viewAlert(row, teams)),
  };
}

/** Which alerts are asked for. */
async function decideScope(prisma: Call['services']['prisma'], { useCase: name }: AlertListQuery, now: number) {
  if (name === undefined) return { of: {}, endedSince: { not: null }, endedCount: RECENT };
  const useCase = await prisma.useCase.findUnique({ where: { name }, include: { downstreams: true } });
  if (useCase === null) throw new LeewayError('NOT_FOUND', `There is no use case ${name}`);
  const downstreamIds = useCase.downstreams.map(({ downstreamId }) => downstreamId);
  return {
    of: { OR: [{ useCaseNo: useCase.no }, { downstreamId: { in: downstreamIds } }] },
    endedSince: { gt: BigInt(now - ENDED_LATELY_MS) },
    endedCount: ENDED_OF_ONE,
  };
}

interface AlertRow {
  readonly id: string;
  readonly rule: string;
  readonly useCaseNo: number | null;
  readonly downstream: { readonly team: { readonly name: string } } | null;
  readonly subject: string;
  readonly startedAt: bigint;
  readonly seenAt: bigint;
  readonly endedAt: bigint | null;
  readonly message: string;
}

function viewAlert(row: AlertRow, teams: ReadonlyMap<number, string>): AlertView {
  return {
    id: row.id,
    rule: ALERT_RULES.find((rule) => rule === row.rule) ?? (row.rule as AlertRule),
    subject: row.subject,
    isDownstream: row.downstream !== null,
    team: row.downstream?.team.name ?? teams.get(row.useCaseNo ?? -1) ?? '',
    startedAt: Number(row.startedAt),
    seenAt: Number(row.seenAt),
    endedAt: row.endedAt === null ? null : Number(row.endedAt),
    message: row.message,
  };
}
