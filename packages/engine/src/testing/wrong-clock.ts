/**
 * Loaded before anything else (`--import`), makes this process and the workers that it forks believe that it is another time: by what the
 * file that `LEEWAY_TEST_CLOCK` names says, in ms. It may change at any moment. What elapses stays true, as it does where a clock is set.
 */
import childProcess from 'node:child_process';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const LOOK_MS = 20;

// biome-ignore lint/style/noProcessEnv: set by whoever starts the process
const file = process.env.LEEWAY_TEST_CLOCK ?? '';
const readSkewMs = (): number => Number(readFileSync(file, 'utf8')) || 0;
let skewMs = readSkewMs();
setInterval(() => {
  skewMs = readSkewMs();
}, LOOK_MS).unref();

const TrueDate = Date;
const trueNow = Date.now;
class WrongDate extends TrueDate {
  constructor(...args: [] | [number | string]) {
    super(...((args.length === 0 ? [trueNow() + skewMs] : args) as [number]));
  }
  static override now(): number {
    return trueNow() + skewMs;
  }
}
globalThis.Date = WrongDate as DateConstructor;

const trueFork = childProcess.fork;
childProcess.fork = ((module: string, args: string[], options: childProcess.ForkOptions) =>
  trueFork(module, args, {
    ...options,
    execArgv: [...(options.execArgv ?? []), '--import', import.meta.url],
    env: { ...options.env, LEEWAY_TEST_CLOCK: file },
  })) as typeof trueFork;
syncBuiltinESMExports();
