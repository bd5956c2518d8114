import type { AlertView } from '@leeway/domain/alert';
import { SECOND_MS } from '@leeway/domain/units';
import { formatDuration } from '#lib/format/duration.ts';

/** `, lasted 4 min` of one that has ended. */
export function describeLength({ startedAt, endedAt }: Pick<AlertView, 'startedAt' | 'endedAt'>): string {
  if (endedAt === null) return '';
  return `, lasted ${formatDuration(Math.round((endedAt - startedAt) / SECOND_MS) * SECOND_MS)}`;
}
