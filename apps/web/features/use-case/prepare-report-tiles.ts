import type { UseCaseReport } from '@leeway/domain/views';
import type { Tile } from '#features/tier/prepare-tiles.ts';
import { decideHeadroom } from '#features/use-cases/decide-use-case-state.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatCount, formatNoun, formatShare } from '#lib/format/number.ts';

const PROMISE_TONE = { unknown: 'plain', within: 'plain', near: 'warn', over: 'bad' } as const;

/** The head figures of a use case; those of the range are of exactly what its charts show. */
export function prepareReportTiles(report: UseCaseReport, toleranceMs: number): Tile[] {
  const { backlog, totals } = report;
  const startedCount = totals.doneCount + totals.failedCount;
  const lateShare = startedCount === 0 ? null : totals.lateCount / startedCount;
  const cpuPerJobMs = startedCount === 0 ? null : totals.cpuMs / startedCount;
  return [
    {
      label: 'Ready now',
      value: formatCount(backlog.readyCount),
      note: `${formatCount(backlog.delayedCount)} delayed`,
      tone: 'plain',
      definition: 'Jobs that are due: not started yet, or being run now; delayed ones are not due yet',
    },
    {
      label: 'Dead',
      value: formatCount(backlog.deadCount),
      note: backlog.deadCount === 0 ? 'none given up' : 'out of attempts',
      tone: backlog.deadCount > 0 ? 'warn' : 'plain',
      definition: 'Jobs whose last attempt failed; they are kept with their reason',
    },
    {
      label: 'p95 delay in range',
      value: totals.p95Ms === null ? 'none' : formatDuration(totals.p95Ms),
      note: `of ${formatDuration(toleranceMs)} promised`,
      tone: PROMISE_TONE[decideHeadroom(totals.p95Ms, toleranceMs)],
      definition: '95 % of the starts in the range came sooner than this after their earliest start',
    },
    {
      label: 'Late in range',
      value: lateShare === null ? 'none' : formatShare(lateShare),
      note:
        startedCount === 0
          ? 'nothing started'
          : `${formatCount(totals.lateCount)} of ${formatNoun(startedCount, 'start')}`,
      tone: totals.lateCount > 0 ? 'bad' : 'plain',
      definition: 'Starts that came after their deadline',
    },
    {
      label: 'Done in range',
      value: formatCount(totals.doneCount),
      note: `${formatCount(totals.submittedCount)} submitted`,
      tone: 'plain',
      definition: 'Jobs that succeeded in the range, beside those submitted in it',
    },
    {
      label: 'CPU per attempt',
      value: cpuPerJobMs === null ? 'none' : formatDuration(cpuPerJobMs),
      note: `${formatDuration(totals.cpuMs)} in range`,
      tone: 'plain',
      definition: 'Mean processor time of an attempt, and all of it in the range',
    },
  ];
}
