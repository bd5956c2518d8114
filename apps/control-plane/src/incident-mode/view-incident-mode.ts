import type { Transaction } from '@leeway/db/prisma';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { CriticalityFloor } from '@leeway/domain/incident-mode';
import { LeewayError } from '@leeway/domain/problem';
import type { AuditRecord } from '../audit/record-audit.ts';

export interface IncidentModeRow {
  readonly id: string;
  readonly criticalityFloor: string;
  readonly reason: string;
  readonly incidentUrl: string;
  readonly startedAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  readonly startedBy: string;
}

/** NOT_FOUND where there is none of that id. */
export async function readIncidentMode(
  prisma: Pick<Transaction, 'incidentMode'>,
  id: string,
): Promise<IncidentModeRow> {
  const row = await prisma.incidentMode.findUnique({ where: { id } });
  if (row === null) throw new LeewayError('NOT_FOUND', `There is no incident mode ${id}`);
  return row;
}

export function viewIncidentMode(row: IncidentModeRow, now: Date): IncidentModeView {
  return {
    id: row.id,
    criticalityFloor: CriticalityFloor.parse(row.criticalityFloor),
    reason: row.reason,
    incidentUrl: row.incidentUrl,
    startedBy: row.startedBy,
    startedAt: row.startedAt.getTime(),
    endsAt: row.endsAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
    isActive: row.endedAt === null && row.endsAt > now,
  };
}

export function auditedObject({ id, criticalityFloor }: IncidentModeRow): AuditRecord['object'] {
  return { type: 'incidentMode', id, name: criticalityFloor };
}

export function auditedMode(row: IncidentModeRow) {
  return {
    criticalityFloor: row.criticalityFloor,
    incidentUrl: row.incidentUrl,
    endsAt: row.endsAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
