import type { Transaction } from '@leeway/db/prisma';
import { auditedScheduleName, auditedSchedule as auditSchedule } from '@leeway/domain/audited-schedule';
import { LeewayError } from '@leeway/domain/problem';
import { MissedRuns } from '@leeway/domain/schedule';
import type { ScheduleView } from '@leeway/domain/views';

/** A schedule as Prisma returns it, with its use case and that one's team. */
export interface ScheduleRow {
  readonly id: string;
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly payload: string;
  readonly delayToleranceMs: bigint | null;
  readonly missedRuns: string;
  readonly concurrencyKey: string | null;
  readonly isPaused: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly nextFireAt: bigint | null;
  readonly lastFireAt: bigint | null;
  readonly fireCount: bigint;
  readonly useCase: { readonly name: string; readonly team: { readonly id: string; readonly name: string } };
}

export const WITH_OWNER = { useCase: { include: { team: true } } } as const;

/** NOT_FOUND where there is no such schedule. */
export async function readSchedule(transaction: Pick<Transaction, 'schedule'>, id: string): Promise<ScheduleRow> {
  const row = await transaction.schedule.findUnique({ where: { id }, include: WITH_OWNER });
  if (row === null) throw new LeewayError('NOT_FOUND', 'There is no such schedule; it may have been deleted');
  return row;
}

const numberOf = (value: bigint | null): number | null => (value === null ? null : Number(value));

export function viewSchedule(row: ScheduleRow, { hasPayload }: { readonly hasPayload: boolean }): ScheduleView {
  return {
    id: row.id,
    name: row.name,
    cron: row.cron,
    timeZone: row.timeZone,
    payload: hasPayload ? row.payload : null,
    delayToleranceMs: numberOf(row.delayToleranceMs),
    missedRuns: MissedRuns.parse(row.missedRuns),
    concurrencyKey: hasPayload ? row.concurrencyKey : null,
    isPaused: row.isPaused,
    version: row.version,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    nextFireAt: numberOf(row.nextFireAt),
    lastFireAt: numberOf(row.lastFireAt),
    fireCount: Number(row.fireCount),
  };
}

/** What the log keeps. */
export function auditedSchedule(row: ScheduleRow) {
  return auditSchedule({ ...viewSchedule(row, { hasPayload: true }), payload: row.payload });
}

export function auditedObject(row: ScheduleRow) {
  return { type: 'schedule', id: row.id, name: auditedScheduleName(row.useCase.name, row.name) } as const;
}
