import { Command, InvalidArgumentError } from 'commander';
import { CASES, type CaseName, type Sizes, SYSTEMS, type SystemName } from './words.ts';

export interface BenchOptions {
  readonly cases: readonly CaseName[];
  readonly systems: readonly SystemName[];
  readonly rounds: number;
  readonly sizes: Sizes;
  readonly jsonFile: string | null;
  readonly markdownFile: string | null;
  readonly profileDir: string | null;
}

interface Given {
  readonly case?: CaseName[];
  readonly systems: SystemName[];
  readonly rounds?: number;
  readonly jobs?: number;
  readonly seconds?: number;
  readonly useCases?: number[];
  readonly backlog?: number[];
  readonly herd?: number;
  readonly quick?: true;
  readonly json?: string;
  readonly markdown?: string;
  readonly profile?: string;
}

const FULL: Sizes = {
  jobs: 200_000,
  measureMs: 10_000,
  settleMs: 3_000,
  warmUpMs: 10_000,
  latencyPerSecond: 1_000,
  useCaseCounts: [1, 100, 10_000],
  backlogs: [0, 1_000_000, 10_000_000],
  herd: 1_000_000,
};
/** Enough to see that everything works; nothing that is measured means anything. */
const QUICK: Sizes = {
  jobs: 3_000,
  measureMs: 1_000,
  settleMs: 1_000,
  warmUpMs: 250,
  latencyPerSecond: 200,
  useCaseCounts: [1, 20],
  backlogs: [0, 20_000],
  herd: 10_000,
};

/** @throws CommanderError after it has said what is wrong */
export function parseOptions(args: readonly string[]): BenchOptions {
  const command = new Command('bench')
    .description('Measures Leeway beside other queues: the same load, the same machine, the same Postgres.')
    .option('--case <names>', `any of ${CASES.join(', ')}; all unless given`, listOf(CASES))
    .option('--systems <names>', `any of ${SYSTEMS.join(', ')}`, listOf(SYSTEMS), [...SYSTEMS])
    .option('--rounds <n>', 'runs of each case and system; 5 unless given', wholeNumber)
    .option('--jobs <n>', `jobs of a run that counts throughput; ${FULL.jobs} unless given`, wholeNumber)
    .option('--seconds <n>', 'length of a run that measures delay; 10 unless given', wholeNumber)
    .option('--use-cases <counts>', 'counts of use cases to compare', numbers)
    .option('--backlog <counts>', 'counts of waiting jobs to compare', numbers)
    .option('--herd <n>', 'jobs that are due at one instant; a million unless given', wholeNumber)
    .option('--quick', 'small sizes and one round, to see that everything works')
    .option('--json <file>', 'writes the results there')
    .option('--markdown <file>', 'writes the tables of docs/benchmarks.md there')
    .option('--profile <folder>', 'writes CPU profiles of every process there; figures are then lower')
    .allowExcessArguments(false)
    .exitOverride()
    .parse(args, { from: 'user' });
  return toOptions(command.opts<Given>());
}

function toOptions(given: Given): BenchOptions {
  const base = given.quick ? QUICK : FULL;
  return {
    cases: given.case ?? CASES,
    systems: given.systems,
    rounds: given.rounds ?? (given.quick ? 1 : 5),
    sizes: {
      ...base,
      jobs: given.jobs ?? base.jobs,
      measureMs: given.seconds === undefined ? base.measureMs : given.seconds * 1_000,
      useCaseCounts: given.useCases ?? base.useCaseCounts,
      backlogs: given.backlog ?? base.backlogs,
      herd: given.herd ?? base.herd,
    },
    jsonFile: given.json ?? null,
    markdownFile: given.markdown ?? null,
    profileDir: given.profile ?? null,
  };
}

/** Several at once by commas, or the option several times. */
function listOf<T extends string>(known: readonly T[]): (text: string, before?: T[]) => T[] {
  return (text) =>
    text.split(',').map((name) => {
      const found = known.find((one) => one === name.trim());
      if (found === undefined) throw new InvalidArgumentError(`"${name}" is none of ${known.join(', ')}.`);
      return found;
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return value;
}

function numbers(text: string): number[] {
  return text.split(',').map((one) => {
    const value = Number(one);
    if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Give whole numbers, by commas.');
    return value;
  });
}
