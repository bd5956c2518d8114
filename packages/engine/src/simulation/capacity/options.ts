import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { PoolSize } from '../../capacity/dominant-share.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { SimulationError } from './simulation-error.ts';

export interface SimulateOptions {
  readonly trace: string | null;
  readonly scenario: string | null;
  /** 1 and what was asked for, ascending. */
  readonly growths: readonly number[];
  readonly policy: string | null;
  /** Null: as large as the day needs. */
  readonly fleet: PoolSize | null;
  readonly cpuScale: number;
  readonly memoryScale: number;
  readonly seed: number;
  readonly rows: number;
  readonly tier: 'leeway' | 'simple';
  readonly jsonFile: string | null;
}

interface GivenFlags extends Pick<SimulateOptions, 'cpuScale' | 'memoryScale' | 'seed' | 'rows' | 'tier'> {
  readonly trace?: string;
  readonly scenario?: string;
  readonly grow: readonly number[];
  readonly policy?: string;
  readonly fleet?: PoolSize;
  readonly json?: string;
}

const number =
  (min: number, max: number, isWhole = false) =>
  (text: string): number => {
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`Give a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}.`);
  };

function growths(text: string): readonly number[] {
  return text.split(',').map(number(0.01, 10_000));
}

const FLEET_PARTS = { slots: 'slotCount', cores: 'cpuCount', memoryMb: 'memoryMb' } as const;

function fleet(text: string): PoolSize {
  const size: Record<string, number> = {};
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=');
    const field = Object.hasOwn(FLEET_PARTS, name) ? FLEET_PARTS[name as keyof typeof FLEET_PARTS] : undefined;
    if (field === undefined)
      throw new InvalidArgumentError(
        `There is no ${name || 'part without a name'}: give slots=64,cores=32,memoryMb=32768.`,
      );
    size[field] = number(1, 1e9, field === 'slotCount')(value);
  }
  const { slotCount, cpuCount, memoryMb } = size;
  if (slotCount === undefined || cpuCount === undefined || memoryMb === undefined)
    throw new InvalidArgumentError('Give all three: slots=64,cores=32,memoryMb=32768.');
  return { slotCount, cpuCount, memoryMb };
}

function tier(text: string): SimulateOptions['tier'] {
  if (text === 'leeway' || text === 'simple') return text;
  throw new InvalidArgumentError('Give leeway or simple.');
}

const NAMES = SCENARIOS.map(({ name }) => name);

const HELP = `
Examples:
  npm run simulate -- --trace day1.csv --grow 2,10,100        what runs short first as the day grows
  npm run simulate -- --trace day1.csv --policy policy.json --fleet slots=64,cores=32,memoryMb=65536
  npm run simulate -- --scenario elephant                     what must not hurt others, beside a simple tier
  npm run simulate -- --scenario all

Scenarios: ${NAMES.join(', ')}. Formats, and how to read the result: docs/capacity-simulation.md`;

/**
 * @param argv without the program's name
 * @throws CommanderError after it printed help or what is wrong; SimulationError for flags that contradict each other
 */
export function parseOptions(argv: readonly string[], workingDir: string): SimulateOptions {
  const command = new Command('npm run simulate --')
    .description(
      'Plays a recorded day, or a scenario, on the dispatcher and its capacity rules, faster than it happened.',
    )
    .option('--trace <file>', 'trace file, or folder with the published files of a day')
    .option('--scenario <name>', 'a scenario instead of a trace, or all of them')
    .option('--grow <times>', 'also so many times as many jobs, such as 2,10,100', growths, [])
    .option('--policy <file>', 'JSON: policies, downstreams, grants, incident modes')
    .option(
      '--fleet <size>',
      'slots=64,cores=32,memoryMb=65536 (default: three quarters busy in the busiest hour)',
      fleet,
    )
    .option('--cpu-scale <factor>', 'CPU ms per recorded ms', number(0.001, 100), 1)
    .option('--memory-scale <factor>', 'MiB per recorded MB', number(0.001, 100), 1)
    .option('--seed <number>', 'the same seed draws the same arrivals', number(0, 2 ** 32 - 1, true), 1)
    .option('--rows <count>', 'use cases in the table', number(0, 100_000, true), 15)
    .option('--tier <name>', 'leeway, or the simple tier of old to compare with', tier, 'leeway')
    .option('--json <file>', 'also write the result as JSON')
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .exitOverride();
  const given = command.parse(argv, { from: 'user' }).opts<GivenFlags>();
  if ((given.trace === undefined) === (given.scenario === undefined))
    throw new SimulationError('Give either --trace FILE or --scenario NAME (--help shows how).');
  if (given.scenario !== undefined && given.scenario !== 'all' && !NAMES.includes(given.scenario))
    throw new SimulationError(`There is no scenario ${given.scenario}: ${NAMES.join(', ')}, or all.`);
  const fileOf = (file: string | undefined) => (file === undefined ? null : path.resolve(workingDir, file));
  const { cpuScale, memoryScale, seed, rows, tier: tierName } = given;
  return {
    ...{ trace: fileOf(given.trace), scenario: given.scenario ?? null, policy: fileOf(given.policy) },
    ...{ jsonFile: fileOf(given.json), fleet: given.fleet ?? null, cpuScale, memoryScale, seed, rows, tier: tierName },
    growths: [...new Set([1, ...given.grow])].sort((a, b) => a - b),
  };
}
