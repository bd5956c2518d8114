import { formatCount, formatDuration, formatShare } from '@leeway/domain/format-figures';
import type { ReplayResult, ResultRow } from './decide-result.ts';

interface Column {
  readonly title: string;
  readonly show: (row: ResultRow) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'trigger', show: ({ label }) => label },
  { title: 'use cases', show: ({ useCases }) => formatCount(useCases) },
  { title: 'submitted', show: ({ submitted }) => formatCount(submitted) },
  { title: 'done', show: ({ done }) => formatCount(done) },
  { title: 'dead', show: ({ dead }) => formatCount(dead) },
  { title: 'waiting', show: ({ waiting }) => formatCount(waiting) },
  { title: 'late', show: ({ lateShare }) => formatShare(lateShare) },
  { title: 'delay p50', show: ({ delayP50Ms }) => formatDuration(delayP50Ms) },
  { title: 'p95', show: ({ delayP95Ms }) => formatDuration(delayP95Ms) },
  { title: 'p99', show: ({ delayP99Ms }) => formatDuration(delayP99Ms) },
  { title: 'CPU', show: ({ cpuSeconds }) => `${cpuSeconds.toFixed(1)} s` },
];

/** The table per trigger with its total and what was boosted, and a line for everything that is not as it should be. */
export function formatResult(result: ReplayResult): string {
  return [...formatTable(result), '', ...listRemarks(result)].join('\n');
}

function formatTable({ triggers, total, boosted }: ReplayResult): string[] {
  const sums = [total, ...boosted];
  const body = [...triggers, ...sums].map((row) => COLUMNS.map(({ show }) => show(row)));
  const lines = [COLUMNS.map(({ title }) => title), ...body];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const shown = lines.map((line) => line.map((cell, column) => pad(cell, column, widths[column] ?? 0)).join('  '));
  const rule = '─'.repeat(shown[0]?.length ?? 0);
  return [...shown.slice(0, 1), rule, ...shown.slice(1, -sums.length), rule, ...shown.slice(-sums.length)];
}

function pad(cell: string, column: number, width: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function listRemarks(result: ReplayResult): string[] {
  const { total, unknownOutcome, unknownStored, foreign, unsent, unaccounted } = result;
  const remarks: string[] = [];
  if (total.failed > 0) remarks.push(`${formatCount(total.failed)} attempts failed.`);
  if (total.cancelled > 0) remarks.push(`${formatCount(total.cancelled)} jobs were cancelled by somebody.`);
  if (unsent > 0) remarks.push(`${formatCount(unsent)} planned jobs were not sent: the replay was stopped.`);
  if (unknownOutcome > 0) {
    const stored = `${formatCount(unknownStored)} of them are in the tier's counts`;
    remarks.push(
      `${formatCount(unknownOutcome)} jobs have an unknown outcome (stopped before an answer came); ${stored}.`,
    );
  }
  if (foreign > 0) remarks.push(`${formatCount(foreign)} jobs of these use cases were submitted by somebody else.`);
  remarks.push(
    unaccounted === 0
      ? 'Every accepted job is accounted for: done, dead or waiting.'
      : `${formatCount(unaccounted)} accepted jobs are UNACCOUNTED FOR: neither done, nor dead, nor waiting.`,
  );
  return remarks;
}
