import { LIMITS } from '@leeway/domain/limits';
import { plainText } from '@leeway/domain/use-case';
import type { AuditEntryView } from '@leeway/domain/views';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { listChanges } from './list-changes.ts';

const PAGE_ROWS = 50;
const LONGEST_NAME = 200;

export const AuditQuery = z.strictObject({
  objectType: plainText(LONGEST_NAME).optional(),
  objectId: plainText(LONGEST_NAME).optional(),
  objectName: plainText(LONGEST_NAME).optional(),
  /** What was changed about this use case, or one of its schedules or burst grants. */
  useCase: plainText(LONGEST_NAME).optional(),
  cursor: z
    .string()
    .regex(/^[0-9]{1,18}$/, 'A cursor of an earlier page')
    .optional(),
  rowCount: z.number().int().min(1).max(LIMITS.pageRows).default(PAGE_ROWS),
});

export interface AuditPage {
  readonly rows: readonly AuditEntryView[];
  readonly nextCursor: string | null;
}

/** Newest first; `cursor` is the `seq` of the last row seen. */
export async function listAudit({ services }: Call, query: z.infer<typeof AuditQuery>): Promise<AuditPage> {
  const found = await services.prisma.auditEntry.findMany({
    where: {
      ...(query.objectType === undefined ? {} : { objectType: query.objectType }),
      ...(query.objectId === undefined ? {} : { objectId: query.objectId }),
      ...(query.objectName === undefined ? {} : { objectName: query.objectName }),
      ...(query.useCase === undefined ? {} : { OR: ofUseCase(query.useCase) }),
      ...(query.cursor === undefined ? {} : { seq: { lt: BigInt(query.cursor) } }),
    },
    orderBy: { seq: 'desc' },
    take: query.rowCount + 1,
  });
  const rows = found.slice(0, query.rowCount).map(
    (entry): AuditEntryView => ({
      seq: entry.seq.toString(),
      at: entry.at.getTime(),
      actor: entry.actorName,
      action: entry.action,
      objectType: entry.objectType,
      objectName: entry.objectName,
      changes: listChanges(entry.before, entry.after),
      reason: entry.reason,
    }),
  );
  return { rows, nextCursor: found.length > query.rowCount ? (rows.at(-1)?.seq ?? null) : null };
}

/** Schedules and grants are named after their use case: see `auditedObject` of either. */
function ofUseCase(useCase: string) {
  return [
    { objectType: 'useCase', objectName: useCase },
    { objectType: { in: ['schedule', 'grant'] }, objectName: { startsWith: `${useCase}/` } },
  ];
}
