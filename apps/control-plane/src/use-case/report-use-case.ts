import { UseCaseName } from '@leeway/domain/use-case';
import type { UseCaseReport } from '@leeway/domain/views';
import { readUseCaseReport } from '@leeway/engine/reports/read-use-case-report';
import { z } from 'zod';
import { chartFields } from '../api/chart-query.ts';
import type { Call } from '../api/context.ts';

export const UseCaseReportQuery = z.strictObject({ name: UseCaseName, ...chartFields });
export type UseCaseReportQuery = z.infer<typeof UseCaseReportQuery>;

export function reportUseCase({ services }: Call, query: UseCaseReportQuery): Promise<UseCaseReport> {
  return readUseCaseReport(services.pool, query);
}
