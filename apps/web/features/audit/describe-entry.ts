import type { AuditEntryView } from '@leeway/domain/views';
import { FILTER_LABELS } from '#features/operations/filter-labels.ts';
import { FIELD_LABELS, type FieldDifference } from '#features/use-case-form/diff-policies.ts';
import { formatField, NOTHING } from '#features/use-case-form/format-field.ts';

const ACTIONS: Readonly<Record<string, string>> = {
  'useCase.register': 'registered it',
  'useCase.change': 'changed it',
  'useCase.sendTestJob': 'sent a test job',
  'useCase.pause': 'paused it',
  'useCase.resume': 'resumed it',
  'grant.grant': 'granted a burst',
  'grant.extend': 'extended a burst grant',
  'grant.end': 'ended a burst grant',
  'downstream.register': 'registered',
  'downstream.change': 'changed',
  'incidentMode.start': 'started incident mode',
  'incidentMode.extend': 'extended incident mode',
  'incidentMode.end': 'ended incident mode',
  'webhook.add': 'added webhook',
  'webhook.test': 'tried webhook',
  'webhook.remove': 'removed webhook',
  'schedule.create': 'added the schedule',
  'schedule.change': 'changed the schedule',
  'schedule.pause': 'paused the schedule',
  'schedule.resume': 'resumed the schedule',
  'schedule.delete': 'deleted the schedule',
  'job.cancel': 'asked to cancel it',
  'job.changeDeadline': 'asked for another deadline',
  'job.redrive': 'brought it back from the dead',
  'apiKey.mint': 'minted the key',
  'apiKey.revoke': 'revoked the key',
  'team.create': 'made the team',
  'user.create': 'made the account',
  'replay.begin': 'began a replay',
  'replay.end': 'ended a replay',
  'operation.redrive': 'redrove jobs in bulk',
  'operation.cancel': 'cancelled jobs in bulk',
  'operation.stop': 'stopped a bulk change',
};

/** What was done, in words; an action without words of its own by its name. */
export function actionText(action: string): string {
  return ACTIONS[action] ?? action;
}

/** Its name where the list is not of it alone: a schedule's, a downstream's; empty for the use case itself. */
export function partName({ objectType, objectName }: Pick<AuditEntryView, 'objectType' | 'objectName'>): string {
  if (objectType === 'downstream' || objectType === 'apiKey' || objectType === 'webhook') return objectName;
  return objectType === 'schedule' ? objectName.slice(objectName.indexOf('/') + 1) : '';
}

const PAGES: Readonly<Record<string, { readonly label: string; readonly href: string }>> = {
  incidentMode: { label: 'Incident mode', href: '/incident-mode' },
  webhook: { label: 'Webhooks', href: '/alerts' },
  apiKey: { label: 'API keys', href: '/keys' },
  downstream: { label: 'Downstreams', href: '/downstreams' },
};

/** What an entry is of, in a list of everything; `href` null: it has no page. */
export function subjectOf({ objectType, objectName }: Pick<AuditEntryView, 'objectType' | 'objectName'>): {
  readonly label: string;
  readonly href: string | null;
} {
  const page = PAGES[objectType];
  if (page !== undefined) return page;
  if (objectType === 'job') return { label: objectName, href: `/jobs/${objectName}` };
  if (!['useCase', 'schedule', 'grant'].includes(objectType)) return { label: objectName, href: null };
  const useCase = objectName.split('/')[0] ?? objectName;
  return { label: useCase, href: `/use-cases/${encodeURIComponent(useCase)}` };
}

/** What begins to be with it: that its fields had no value before says nothing. */
const CREATES = /\.(?:register|create|add|mint|grant|start|begin)$/;

/** The entry's changes with the labels and units of the form, in the form's order; others after them. */
export function differencesOf({ action, changes }: Pick<AuditEntryView, 'action' | 'changes'>): FieldDifference[] {
  const order = Object.keys(FIELD_LABELS);
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  const isNew = CREATES.test(action);
  return changes
    .filter(({ after }) => !(isNew && after === ''))
    .toSorted((a, b) => place(a.field) - place(b.field))
    .map(({ field, before, after }) => ({
      field,
      label: FIELD_LABELS[field] ?? FILTER_LABELS[field] ?? field,
      before: isNew && before === null ? NOTHING : formatField(field, before),
      after: formatField(field, after),
    }));
}
