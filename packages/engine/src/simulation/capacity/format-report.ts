import { formatCount, formatDuration, formatShare } from '@leeway/domain/format-figures';
import type { BottleneckReport } from './find-bottleneck.ts';
import type { SimulationReport, UseCaseReport } from './report-simulation.ts';
import type { Bar } from './scenarios/scenario.ts';

interface Column {
  readonly title: string;
  readonly show: (row: UseCaseReport) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'use case', show: ({ name }) => name },
  { title: 'submitted', show: ({ submittedCount }) => formatCount(submittedCount) },
  { title: 'done', show: ({ doneCount }) => formatCount(doneCount) },
  { title: 'waiting', show: ({ waitingCount }) => formatCount(waitingCount) },
  { title: 'delay p50', show: ({ delayP50Ms }) => formatDuration(delayP50Ms) },
  { title: 'p95', show: ({ delayP95Ms }) => formatDuration(delayP95Ms) },
  { title: 'p99', show: ({ delayP99Ms }) => formatDuration(delayP99Ms) },
  { title: 'tolerance', show: ({ delayToleranceMs }) => formatDuration(delayToleranceMs) },
  { title: 'late', show: ({ lateShare }) => formatShare(lateShare) },
  { title: 'CPU', show: ({ cpuMs }) => `${formatCount(cpuMs / 1_000)} s` },
  {
    title: 'entitled',
    show: ({ entitledMs, ratio }) => (ratio === null ? '–' : `${formatCount(entitledMs / 1_000)} s`),
  },
  {
    title: 'received',
    show: ({ receivedMs, ratio }) => (ratio === null ? '–' : `${formatCount(receivedMs / 1_000)} s`),
  },
  { title: 'ratio', show: ({ ratio }) => (ratio === null ? '–' : ratio.toFixed(2)) },
];

/** The use cases that are late most, then those whose delays come closest to their tolerance. */
function worstFirst(a: UseCaseReport, b: UseCaseReport): number {
  const closeness = ({ delayP99Ms, delayToleranceMs }: UseCaseReport) =>
    (delayP99Ms ?? 0) / Math.max(1, delayToleranceMs);
  return b.lateCount - a.lateCount || closeness(b) - closeness(a);
}

export function formatReport(report: SimulationReport, rowCount: number): string {
  const rows = [...report.useCases].sort(worstFirst);
  const shown = rows.slice(0, rowCount);
  const left = rows.length - shown.length;
  return [
    ...formatTable(shown),
    ...(left > 0 ? [`… and ${left} more (all of them in --json)`] : []),
    '',
    formatPool(report),
  ].join('\n');
}

function formatTable(rows: readonly UseCaseReport[]): string[] {
  const lines = [COLUMNS.map(({ title }) => title), ...rows.map((row) => COLUMNS.map(({ show }) => show(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const texts = lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [...texts.slice(0, 1), '─'.repeat(texts[0]?.length ?? 0), ...texts.slice(1)];
}

function formatPool({ fleet, pool, hours, submittedCount, lateShare, jain }: SimulationReport): string {
  const fairness = jain === null ? 'nobody was backlogged' : `Jain's index ${jain.toFixed(3)} among those backlogged`;
  const wave = pool.peakToTrough === null ? '' : `, peak hour to trough hour ${pool.peakToTrough.toFixed(2)}`;
  return [
    `${formatCount(submittedCount)} jobs, ${formatShare(lateShare)} late; ${fairness}.`,
    `${fleet.slotCount} slots ${formatShare(pool.slotUtilisation)} busy, ${fleet.cpuCount} cores ${formatShare(pool.cpuUtilisation)}${wave}.`,
    `CPU by hour: ${hours.map(({ cpuUtilisation }) => `${Math.round(cpuUtilisation * 100)}`).join(' ')} %`,
  ].join('\n');
}

export function formatBottleneck(growth: number, { first, next, nearest }: BottleneckReport): string {
  if (first === null) return `${growth}×: nothing runs short (nearest: ${nearest})`;
  const others =
    next.length === 0
      ? ''
      : `\n     then ${next
          .slice(0, 3)
          .map(({ what, lateCount }) => `${what} (${formatCount(lateCount)} late)`)
          .join(', ')}`;
  return `${growth}×: ${first.what}: ${first.figure}${others}`;
}

export function formatBars(bars: readonly Bar[]): string {
  return bars.map(({ text, figure, isMet }) => `${isMet ? '✔' : '✖'} ${text}: ${figure}`).join('\n');
}
