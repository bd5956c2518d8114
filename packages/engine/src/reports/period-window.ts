import type { ReportPeriod } from '@leeway/domain/sharing-views';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import type { ChartWindow } from '@leeway/domain/views';
import { stepOf } from './chart-window.ts';

const PERIODS: Readonly<Record<ReportPeriod, { readonly spanMs: number; readonly stepMs: number }>> = {
  hour: { spanMs: HOUR_MS, stepMs: MINUTE_MS },
  day: { spanMs: DAY_MS, stepMs: 10 * MINUTE_MS },
  week: { spanMs: 7 * DAY_MS, stepMs: HOUR_MS },
};

/** The period that ends at the store's `now`; it begins at a whole step. */
export function decidePeriod(period: ReportPeriod, now: number): ChartWindow {
  const { spanMs, stepMs } = PERIODS[period];
  return { fromAt: stepOf(now - spanMs, stepMs), toAt: now, stepMs };
}
