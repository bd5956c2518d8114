import type { ReportPeriod } from '@leeway/domain/sharing-views';
import { MINUTE_MS, SECOND_MS } from '@leeway/domain/units';

export const PERIODS = [
  { value: 'hour', label: 'Last hour' },
  { value: 'day', label: 'Last day' },
  { value: 'week', label: 'Last 7 days' },
] as const satisfies readonly { readonly value: ReportPeriod; readonly label: string }[];

/** A longer period changes less, and costs more to read. */
export const READ_AGAIN_MS: Readonly<Record<ReportPeriod, number>> = {
  hour: 5 * SECOND_MS,
  day: MINUTE_MS,
  week: 5 * MINUTE_MS,
};

export const STEP_TEXT: Readonly<Record<ReportPeriod, string>> = {
  hour: 'each minute',
  day: 'each ten minutes',
  week: 'each hour',
};
