import type { InputJson, Transaction } from '@leeway/db/prisma';
import type { ClientBase } from 'pg';
import type { Actor } from '../api/context.ts';
import { insertAuditEntry } from './sql/insert-audit-entry.ts';

export interface AuditRecord {
  readonly action: string;
  readonly object: {
    readonly type:
      | 'useCase'
      | 'team'
      | 'apiKey'
      | 'replay'
      | 'job'
      | 'schedule'
      | 'grant'
      | 'webhook'
      | 'downstream'
      | 'incidentMode';
    readonly id: string;
    readonly name: string;
  };
  readonly teamId: string | null;
  readonly before: InputJson | null;
  readonly after: InputJson | null;
  readonly reason?: string;
}

/**
 * Writes who did what; called inside the transaction that does it, so that neither exists without the other. The last of it: from
 * here to the commit everybody else who writes an entry waits, so whoever waited for them in turn would wait in a circle.
 */
export async function recordAudit(transaction: Transaction, actor: Actor, record: AuditRecord): Promise<void> {
  await transaction.auditEntry.create({
    data: {
      actorId: actor.id,
      actorName: actor.name,
      action: record.action,
      objectType: record.object.type,
      objectId: record.object.id,
      objectName: record.object.name,
      teamId: record.teamId,
      ...(record.before === null ? {} : { before: record.before }),
      ...(record.after === null ? {} : { after: record.after }),
      reason: record.reason ?? '',
    },
  });
}

/** The same for a transaction of `pg`, which is how jobs are stored and changed. */
export async function recordAuditOn(client: ClientBase, actor: Actor, record: AuditRecord): Promise<void> {
  const { action, object, teamId, before, after, reason = '' } = record;
  const json = (value: InputJson | null) => (value === null ? null : JSON.stringify(value));
  const who = [actor.id, actor.name, action, object.type, object.id, object.name, teamId];
  const values = [...who, json(before), json(after), reason];
  await client.query({ ...insertAuditEntry, values });
}
