import type { FailureCode } from '@leeway/domain/job-state';
import type { UseCaseReport } from '@leeway/domain/views';
import { decideWindow, endOfAxis, type WindowRequest } from './chart-window.ts';
import { getUseCaseNo } from './get-use-case-no.ts';
import { readFailureCounts } from './sql/read-failure-counts.ts';
import { readUseCaseUsage } from './sql/read-use-case-usage.ts';
import { readStoreTime, type Store } from './store-time.ts';
import { buildSeries, type UsageRow } from './usage-series.ts';

export interface UseCaseReportRequest extends WindowRequest {
  readonly name: string;
}

/** One use case: chart, backlog, and why attempts failed. NOT_FOUND where there is none of that name. */
export async function readUseCaseReport(store: Store, request: UseCaseReportRequest): Promise<UseCaseReport> {
  const useCaseNo = await getUseCaseNo(store, request.name);
  const asOf = await readStoreTime(store);
  const window = decideWindow(request, asOf);
  const until = endOfAxis(window);
  const usage = await store.query<UsageRow>({
    ...readUseCaseUsage,
    values: [window.stepMs, window.fromAt, until, useCaseNo],
  });
  const failures = await store.query<{ code: FailureCode; count: number }>({
    ...readFailureCounts,
    values: [useCaseNo, window.fromAt, until],
  });
  return { asOf, window, ...buildSeries(window, usage.rows), failures: failures.rows };
}
