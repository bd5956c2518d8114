import { auditedSchedule, auditedScheduleName } from '@leeway/domain/audited-schedule';
import type { PoolClient } from 'pg';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { KeptSchedule } from './kept-schedule.ts';
import { insertAuditEntry } from './sql/insert-audit-entry.ts';

/** Whose schedule, and who changes it. */
export interface ScheduleScope {
  readonly useCase: Pick<UseCaseEntry, 'no' | 'name' | 'teamId'>;
  readonly actor: { readonly id: string; readonly name: string };
}

interface Change {
  readonly action: 'schedule.create' | 'schedule.change' | 'schedule.pause' | 'schedule.resume' | 'schedule.delete';
  readonly before: KeptSchedule | null;
  readonly after: KeptSchedule | null;
  readonly reason: string;
}

/** Writes down who did what, as the last of the transaction that does it: as the console's own changes are. */
export async function recordChange(
  client: PoolClient,
  { useCase, actor }: ScheduleScope,
  { action, before, after, reason }: Change,
): Promise<void> {
  const schedule = after ?? before;
  if (schedule === null) throw new Error('a change of nothing');
  const json = (one: KeptSchedule | null) => (one === null ? null : JSON.stringify(auditedSchedule(one)));
  const object = [schedule.id, auditedScheduleName(useCase.name, schedule.name), useCase.teamId];
  const values = [actor.id, actor.name, action, ...object, json(before), json(after), reason];
  await client.query({ ...insertAuditEntry, values });
}
