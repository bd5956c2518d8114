import type { Machine } from '../machine.ts';
import { findSystem } from '../systems/find-system.ts';
import type { Sizes, SystemName } from '../words.ts';
import { formatNumber } from './format.ts';
import type { Result } from './result.ts';
import { HEADINGS, toRows, toSentences } from './rows.ts';
import { toMachineLines } from './terminal.ts';

export interface Report {
  readonly machine: Machine;
  readonly postgresSettings: string;
  readonly sizes: Sizes;
  readonly rounds: number;
  readonly results: readonly Result[];
  /** Lines that name what was not measured, and why. */
  readonly leftOut: readonly string[];
  readonly failures: readonly string[];
}

const INTRODUCTION = `# Benchmarks

Leeway beside the queues that people use today: the same load on the same machine and the same Postgres, the systems in turn inside each round, each with an
empty store of its own. Figures are medians over the rounds. Other machines reach other figures, and this one others at another hour; the ratios say more. Run it
yourself:

\`\`\`
npm run bench                                                    # everything: hours, with ten million waiting jobs
npm run bench -- --case submit,drain --systems leeway,pg-boss    # some of it
npm run bench -- --quick                                         # only whether it works
npm run bench -- --markdown docs/benchmarks.md                   # writes this page
\`\`\`

| case | measures |
| --- | --- |
| submit | batches of 1,000 jobs with payloads of about 90 bytes, 8 batches in flight, until all are stored |
| submit-http | single jobs, 64 calls in flight: over HTTP for Leeway, library calls for the others |
| drain | jobs wait, handlers do nothing: from the first tenth done until the store holds nothing |
| end-to-end | both at once |
| latency | single jobs at a steady rate, from when each was due to be sent until its handler starts; a late sender counts against the system |
| use-cases | both at once in batches of 20, over one use case or thousands |
| backlog | both, one after the other, in front of jobs of the same use case that wait |
| neighbour | ten use cases submit 10 jobs a second each: the p99 of their start delay alone, and beside one that floods with jobs of 50 ms |
| lateness | delayed jobs: how long after their earliest start they start, on an idle tier, at four fifths of its load, beside a million that are due at once |
| quota | a use case with a CPU quota and endless work, a burst grant on it, and what ten others feel of both |
| raw | the limit: plain batched inserts, plain ordered reads with batched deletes, nothing else |
`;

/** The whole page: figures in it come from this run alone. */
export function toMarkdown(report: Report): string {
  const { results, sizes } = report;
  const systems = [...new Set(results.map(({ system }) => system))];
  return [
    INTRODUCTION,
    '## The machine\n',
    ...toMachineLines(report.machine, report.postgresSettings).map((line) => `- ${line}`),
    `- ${report.rounds} rounds; ${formatNumber(sizes.jobs)} jobs to a run, ${formatNumber(sizes.jobs / 10)} where they go singly; delays measured for ${sizes.measureMs / 1_000} s, after ${sizes.warmUpMs / 1_000} s of the same load, at ${formatNumber(sizes.latencyPerSecond)} jobs/s`,
    '\n## The systems, and how they are set up\n',
    ...systems.map((name) => `- **${name}**: ${settingsOf(name)}`),
    ...report.leftOut.map((line) => `- ${line}`),
    '\n## Results\n',
    ...toTable(results),
    '\n## What it comes to\n',
    ...toSentences(results).map((sentence) => `- ${sentence}`),
    ...(report.failures.length > 0 ? ['\n## What failed\n', ...report.failures.map((failure) => `- ${failure}`)] : []),
    '',
  ].join('\n');
}

function settingsOf(name: SystemName): string {
  return findSystem(name).settings;
}

function toTable(results: readonly Result[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(HEADINGS), '| --- | --- | ---: | ---: | ---: |', ...toRows(results).map(line)];
}
