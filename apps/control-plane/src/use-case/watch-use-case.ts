import type { UseCaseReport } from '@leeway/domain/views';
import { getUseCaseNo } from '@leeway/engine/reports/get-use-case-no';
import { readUseCaseReport } from '@leeway/engine/reports/read-use-case-report';
import type { Call } from '../api/context.ts';
import type { UseCaseReportQuery } from './report-use-case.ts';

/** The report at once, then as it changes; NOT_FOUND instead of a stream that stays silent. */
export async function* watchUseCase(
  { services }: Call,
  query: UseCaseReportQuery,
  signal?: AbortSignal,
): AsyncGenerator<UseCaseReport> {
  await getUseCaseNo(services.pool, query.name);
  yield* services.polls.watch({
    key: `use case ${query.name} ${query.rangeMs} ${query.toAt ?? 'now'}`,
    read: () => readUseCaseReport(services.pool, query),
    signal,
  });
}
