import { inTransaction } from '@leeway/db/in-transaction';
import { type CapacityReport, type FairnessReport, REPORT_PERIODS } from '@leeway/domain/sharing-views';
import { readCapacityReport } from '@leeway/engine/reports/read-capacity-report';
import { readFairnessReport } from '@leeway/engine/reports/read-fairness-report';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { allowLongReport } from './sql/allow-long-report.ts';

export const PeriodQuery = z.strictObject({ period: z.enum(REPORT_PERIODS) });
type PeriodQuery = z.infer<typeof PeriodQuery>;

export function reportCapacity({ services }: Call, { period }: PeriodQuery): Promise<CapacityReport> {
  return inTransaction(services.pool, async (client) => {
    await client.query(allowLongReport);
    return readCapacityReport(client, period);
  });
}

export function reportFairness({ services }: Call, { period }: PeriodQuery): Promise<FairnessReport> {
  return inTransaction(services.pool, async (client) => {
    await client.query(allowLongReport);
    return readFairnessReport(client, period);
  });
}
