import type { AuditEntryView } from '@leeway/domain/views';
import { FIELD_LABELS, type FieldDifference, formatField } from '#features/use-case-form/diff-policies.ts';

const ACTIONS: Readonly<Record<string, string>> = {
  'useCase.register': 'registered it',
  'useCase.change': 'changed it',
  'useCase.sendTestJob': 'sent a test job',
  'schedule.create': 'added the schedule',
  'schedule.change': 'changed the schedule',
  'schedule.pause': 'paused the schedule',
  'schedule.resume': 'resumed the schedule',
  'schedule.delete': 'deleted the schedule',
};

/** What was done, in words; an action without words of its own by its name. */
export function actionText(action: string): string {
  return ACTIONS[action] ?? action;
}

/** Its name where it is a part of the use case, such as a schedule; empty for the use case itself. */
export function partName({ objectType, objectName }: Pick<AuditEntryView, 'objectType' | 'objectName'>): string {
  return objectType === 'schedule' ? objectName.slice(objectName.indexOf('/') + 1) : '';
}

/** The entry's changes with the labels and units of the form, in the form's order; others after them. */
export function differencesOf({ changes }: Pick<AuditEntryView, 'changes'>): FieldDifference[] {
  const order = Object.keys(FIELD_LABELS);
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  return changes
    .toSorted((a, b) => place(a.field) - place(b.field))
    .map(({ field, before, after }) => ({
      field,
      label: FIELD_LABELS[field] ?? field,
      before: formatField(field, before),
      after: formatField(field, after),
    }));
}
