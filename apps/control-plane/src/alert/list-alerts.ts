import { ALERT_RULES, type AlertRule, type AlertView } from '@leeway/domain/alert';
import { readAlertLook } from '@leeway/engine/reports/read-alert-look';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';

const RECENT = 100;
/** In an outage every use case has one: nobody reads thousands. */
const LASTING = 200;

export const AlertListQuery = z.strictObject({});

export interface AlertList {
  readonly asOf: number;
  /** When engines last judged the rules; null: never. */
  readonly lookedAt: number | null;
  /** How many last now: of more than a few hundred only those are listed that began last. */
  readonly lastingCount: number;
  /** Those that last, then the latest of those that have ended. */
  readonly alerts: readonly AlertView[];
}

export async function listAlerts({ services: { prisma, pool } }: Call): Promise<AlertList> {
  const now = await storeNow(prisma);
  const parts = { downstream: { include: { team: true } } };
  const lasting = await prisma.alert.findMany({
    where: { endedAt: null },
    orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
    take: LASTING,
    include: parts,
  });
  const ended = await prisma.alert.findMany({
    where: { endedAt: { not: null } },
    orderBy: { endedAt: 'desc' },
    take: RECENT,
    include: parts,
  });
  const numbers = [...lasting, ...ended].flatMap(({ useCaseNo }) => (useCaseNo === null ? [] : [useCaseNo]));
  const useCases = await prisma.useCase.findMany({ where: { no: { in: numbers } }, include: { team: true } });
  const teams = new Map(useCases.map(({ no, team }) => [no, team.name]));
  return {
    asOf: now.getTime(),
    lastingCount: await prisma.alert.count({ where: { endedAt: null } }),
    lookedAt: await readAlertLook(pool),
    alerts: [...lasting, ...ended].map((row) => viewAlert(row, teams)),
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
