import type { UseCaseReport, UseCaseView } from '@leeway/domain/views';
import type { Tile } from '#features/tier/prepare-tiles.ts';
import { decideHeadroom } from '#features/use-cases/decide-headroom.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatCount, formatNoun, formatShare } from '#lib/format/number.ts';

const PROMISE_TONE = { unknown: 'plain', within: 'plain', near: 'warn', over: 'bad' } as const;

/** The head figures of a use case; those of the range are of exactly what its charts show. */
export function prepareReportTiles(
  report: UseCaseReport,
  useCase: Pick<UseCaseView, 'delayToleranceMs' | 'runtime'>,
): Tile[] {
  const { backlog, totals } = report;
  const { delayToleranceMs: toleranceMs, runtime } = useCase;
  const startedCount = totals.doneCount + totals.failedCount;
  const lateShare = startedCount === 0 ? null : totals.lateCount / startedCount;
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
      note: besideDone(totals),
      tone: 'plain',
      definition:
        'Jobs that succeeded in the range, beside those submitted, those cancelled, and those that a submit rate limit refused in it',
    },
    runtime === 'remote' ? lostLeaseTile(totals) : cpuTile(totals, startedCount),
  ];
}

/** What did not happen is not mentioned. */
function besideDone({ submittedCount, cancelledCount, refusedCount }: UseCaseReport['totals']): string {
  const cancelled = cancelledCount === 0 ? '' : `, ${formatCount(cancelledCount)} cancelled`;
  const refused = refusedCount === 0 ? '' : `, ${formatCount(refusedCount)} refused`;
  return `${formatCount(submittedCount)} submitted${cancelled}${refused}`;
}

function cpuTile({ cpuMs }: UseCaseReport['totals'], startedCount: number): Tile {
  return {
    label: 'CPU per attempt',
    value: startedCount === 0 ? 'none' : formatDuration(cpuMs / startedCount),
    note: `${formatDuration(cpuMs)} in range`,
    tone: 'plain',
    definition: 'Mean processor time of an attempt, and all of it in the range',
  };
}

/** What the team's own machines use is not measured here; whether their programs keep their leases is. */
function lostLeaseTile({ lostLeaseCount }: UseCaseReport['totals']): Tile {
  return {
    label: 'Lost leases in range',
    value: formatCount(lostLeaseCount),
    note: lostLeaseCount === 0 ? 'no word came too late' : 'words that came too late',
    tone: lostLeaseCount > 0 ? 'warn' : 'plain',
    definition: 'Acks, nacks and extensions that were refused because their lease had ended',
  };
}
