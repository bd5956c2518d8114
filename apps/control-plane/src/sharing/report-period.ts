import { type CapacityReport, type FairnessReport, REPORT_PERIODS } from '@leeway/domain/sharing-views';
import { readCapacityReport } from '@leeway/engine/reports/read-capacity-report';
import { readFairnessReport } from '@leeway/engine/reports/read-fairness-report';
import { z } from 'zod';
import type { Call } from '../api/context.ts';

export const PeriodQuery = z.strictObject({ period: z.enum(REPORT_PERIODS) });
type PeriodQuery = z.infer<typeof PeriodQuery>;

export function reportCapacity({ services }: Call, { period }: PeriodQuery): Promise<CapacityReport> {
  return readCapacityReport(services.pool, period);
}

export function reportFairness({ services }: Call, { period }: PeriodQuery): Promise<FairnessReport> {
  return readFairnessReport(services.pool, period);
}
