import path from 'node:path';
import { MINUTES_PER_DAY } from '@leeway/trace/trace-function';
import { Command, InvalidArgumentError } from 'commander';
import type { ReplayEnv } from './env.ts';
import { ReplayError } from './replay-error.ts';

export interface ReplayOptions {
  readonly trace: string;
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Recorded seconds per real second. */
  readonly speed: number;
  readonly cpuScale: number;
  readonly memoryScale: number;
  readonly seed: number;
  /** Invocations times this much, by use case. */
  readonly boosts: ReadonlyMap<string, number>;
  readonly engineUrl: string;
  readonly controlPlaneUrl: string;
  readonly email: string | null;
  readonly password: string | null;
  readonly jsonFile: string | null;
  /** Whether use cases of the same name may be changed. */
  readonly changeExisting: boolean;
  readonly drainLimitMs: number;
}

interface GivenFlags {
  readonly trace: string;
  readonly from: number;
  readonly to: number;
  readonly speed: number;
  readonly cpuScale: number;
  readonly memoryScale: number;
  readonly seed: number;
  readonly boost: ReadonlyMap<string, number>;
  readonly url: string;
  readonly console: string;
  readonly email?: string;
  readonly password?: string;
  readonly json?: string;
  readonly yes: boolean;
  readonly drainLimit: number;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const wholeNumber = (range: Range) => (text: string) => {
  if (/^\d+$/.test(text) && Number(text) >= range.min && Number(text) <= range.max) return Number(text);
  throw new InvalidArgumentError(`Give a whole number from ${range.min} to ${range.max}.`);
};

/** A decimal, or a fraction such as 1/16. */
const factor = (range: Range) => (text: string) => {
  const match = /^(\d+\.?\d*|\.\d+)(?:\/(\d+\.?\d*))?$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) / Number(match[2] ?? 1);
  if (value >= range.min && value <= range.max) return value;
  throw new InvalidArgumentError(`Give a number from ${range.min} to ${range.max}, such as 0.5 or 1/16.`);
};

const BOOST = { min: 1, max: 10_000 } as const;

/** `NAME=20`, as often as wanted. */
function boost(text: string, before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const [, name = '', times = ''] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
  const factor = Number(times);
  if (name === '' || factor < BOOST.min || factor > BOOST.max)
    throw new InvalidArgumentError(
      `Give the name of a use case and a whole number from ${BOOST.min} to ${BOOST.max}, such as http-1a2b3c4d=20.`,
    );
  return new Map([...before, [name, factor]]);
}

function address(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw new InvalidArgumentError('Give an http or https address, such as http://127.0.0.1:4100.');
}

const EXAMPLES = `
Examples:
  npm run replay -- --trace day1.csv --from 600 --to 720      two hours of the morning in two minutes
  npm run replay -- --trace azurefunctions-dataset2019/       the published files, first day, in 24 minutes
  npm run replay -- --trace day1.csv --speed 1 --cpu-scale 1  the day as it was (needs a large pool)

What the files look like and how to read the result: docs/replay.md`;

function defineCommand(env: ReplayEnv) {
  return new Command('npm run replay --')
    .description('Sends the invocations of a recorded day to the tier as jobs, faster than they happened.')
    .requiredOption('--trace <file>', 'trace file, or folder with the published files of a day')
    .option('--from <minute>', 'first minute of the day', wholeNumber({ min: 0, max: MINUTES_PER_DAY - 1 }), 0)
    .option(
      '--to <minute>',
      'minute before which to end',
      wholeNumber({ min: 1, max: MINUTES_PER_DAY }),
      MINUTES_PER_DAY,
    )
    .option('--speed <times>', 'recorded seconds per real second', factor({ min: 0.01, max: 10_000 }), 60)
    .option('--cpu-scale <factor>', 'CPU ms per recorded ms', factor({ min: 0, max: 1_000 }), 0.001)
    .option('--memory-scale <factor>', 'MB held per recorded MB', factor({ min: 0, max: 1_000 }), 1 / 16)
    .option('--seed <number>', 'the same seed plans the same arrivals', wholeNumber({ min: 0, max: 2 ** 32 - 1 }), 1)
    .option('--boost <use case=times>', 'invoke one use case so many times as often; may be repeated', boost, new Map())
    .option('--url <engine>', 'where jobs are submitted', address, env.engineUrl)
    .option('--console <control plane>', 'where use cases are registered', address, env.controlPlaneUrl)
    .option('--email <address>', 'account to sign in with (default: LEEWAY_EMAIL, else the demo account)')
    .option('--password <text>', 'its password (default: LEEWAY_PASSWORD, else the demo account’s)')
    .option('--json <file>', 'also write the result as JSON')
    .option('--yes', 'change use cases of the same name that differ, instead of refusing', false)
    .option(
      '--drain-limit <seconds>',
      'how long to wait for what was accepted',
      wholeNumber({ min: 0, max: 86_400 }),
      600,
    )
    .addHelpText('after', EXAMPLES);
}

/**
 * @param argv without the program's name
 * @throws CommanderError after it printed help or what is wrong; ReplayError for flags that contradict each other
 */
export function parseOptions(argv: readonly string[], env: ReplayEnv): ReplayOptions {
  const command = defineCommand(env).allowExcessArguments(false).exitOverride();
  const given = command.parse(argv, { from: 'user' }).opts<GivenFlags>();
  if (given.from >= given.to) throw new ReplayError(`--from ${given.from} must be before --to ${given.to}.`);
  const inWorkingDir = (file: string) => path.resolve(env.workingDir, file);
  return {
    trace: inWorkingDir(given.trace),
    ...{ fromMinute: given.from, toMinute: given.to, speed: given.speed, seed: given.seed },
    boosts: given.boost,
    ...{ cpuScale: given.cpuScale, memoryScale: given.memoryScale, changeExisting: given.yes },
    ...{ engineUrl: given.url, controlPlaneUrl: given.console },
    email: given.email ?? env.email,
    password: given.password ?? env.password,
    jsonFile: given.json === undefined ? null : inWorkingDir(given.json),
    drainLimitMs: given.drainLimit * 1_000,
  };
}
