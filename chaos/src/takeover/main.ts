import { rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { program } from 'commander';
import { quantile } from '../figures/quantile.ts';
import { drawSeed, wholeNumber } from '../options.ts';
import { formatVerdict } from '../run/format-result.ts';
import { makeRunFolder } from '../run/run-folder.ts';
import { runTakeovers, type TakeoverResult } from './run-takeovers.ts';

/** What is promised: of a dead engine's shards 99 in 100 have the next owner within this, and of its jobs 99 in 100 run again. */
const BAR_MS = 5_000;

interface Flags {
  readonly kills: number;
  readonly engines: number;
  readonly rate: number;
  readonly seed?: number;
  readonly json?: string;
  readonly keep: boolean;
}

program
  .name('npm run chaos:takeover --')
  .description(
    'Kills the owners of shards one after another under load, and measures how long their shards and jobs wait.',
  )
  .option('--kills <count>', 'engines to kill', wholeNumber(1), 100)
  .option('--engines <count>', 'engine processes', wholeNumber(2), 3)
  .option('--rate <jobs>', 'jobs per second', wholeNumber(1), 400)
  .option('--seed <number>', 'the same seed kills the same engines', wholeNumber(0))
  .option('--json <file>', 'write the result there as well')
  .option('--keep', 'keep the ledger, and say where it is', false)
  .action(run);
await program.parseAsync();

async function run({ kills, engines, rate, seed = drawSeed(), json, keep }: Flags): Promise<void> {
  process.stdout.write(`seed ${seed} · ${kills} kills · ${engines} engines\n`);
  const folder = makeRunFolder();
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());
  const result = await runTakeovers({
    killCount: kills,
    engineCount: engines,
    jobsPerSecond: rate,
    seed,
    folder,
    onKill: (kill, slowestMs) => process.stderr.write(`kill ${kill} of ${kills}: ${Math.round(slowestMs)} ms\n`),
    isStopped: () => interrupted.signal.aborted,
  });
  if (keep) process.stdout.write(`The ledger is in ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
  const isInTime = [result.takeoverMs, result.orphanMs].every((values) => quantile(values, 0.99) <= BAR_MS);
  const isGood = result.verdict.isGood && isInTime;
  process.stdout.write(`\n${format(result)}\n\n${formatVerdict(result.verdict)}\n`);
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ seed, kills, engines, rate, isGood, ...result }, null, 2)}\n`);
  process.exitCode = isGood ? 0 : 1;
}

function format({ takeoverMs, orphanMs, sharedMs, falseTakeoverCount, load }: TakeoverResult): string {
  const rows = [
    ['a shard of a dead owner has the next', takeoverMs],
    ['a job that it had in hand runs again', orphanMs],
    ['a newcomer has its share', sharedMs],
  ] as const;
  const show = (name: string, cells: readonly string[]) =>
    name.padEnd(38) + cells.map((cell) => cell.padStart(9)).join('');
  const lines = rows.map(([name, values]) =>
    show(name, [String(values.length), ...[0.5, 0.99, 1].map((share) => `${Math.round(quantile(values, share))} ms`)]),
  );
  const alive = `shards taken from engines that lived: ${falseTakeoverCount}`;
  const note = `load of the machine in the last minute: ${load.toFixed(1)} on ${cpus().length} cores`;
  return [show('', ['count', 'p50', 'p99', 'max']), ...lines, alive, note].join('\n');
}
