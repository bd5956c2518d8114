import { rmSync, writeFileSync } from 'node:fs';
import { program } from 'commander';
import { checkLedger } from './check/check-ledger.ts';
import { readLedger } from './ledger/read-ledger.ts';
import { drawSeed, wholeNumber } from './options.ts';
import { formatResult, formatVerdict } from './run/format-result.ts';
import { createProgress } from './run/progress.ts';
import { runChaos } from './run/run-chaos.ts';
import { makeRunFolder } from './run/run-folder.ts';

/** A fault lasts seconds until everything is back: closer together, the tier would never work between two of them. */
const MS_PER_KILL = 2_600;
const JOBS_PER_SECOND = 2_000;

interface Flags {
  readonly jobs: number;
  readonly kills: number;
  readonly pauses?: number;
  readonly longestPause: number;
  readonly engines: number;
  readonly clients: number;
  readonly storeFaults: number;
  readonly older?: string;
  readonly seed?: number;
  readonly json?: string;
  readonly keep: boolean;
  readonly check?: string;
}

program
  .name('npm run chaos --')
  .description(
    'Kills and pauses parts of a tier at random while programs submit, and proves from what they wrote down that nothing was lost.',
  )
  .option('--jobs <count>', 'jobs to be accepted', wholeNumber(1), 100_000)
  .option(
    '--kills <count>',
    'SIGKILLs of engines, workers, clients, Postgres backends and the postmaster',
    wholeNumber(0),
    40,
  )
  .option('--pauses <count>', 'SIGSTOPs of the same (default: a quarter of the kills)', wholeNumber(0))
  .option('--longest-pause <seconds>', 'pauses last from one second to this', wholeNumber(1), 30)
  .option('--engines <count>', 'engine processes', wholeNumber(1), 3)
  .option('--clients <count>', 'submitting processes', wholeNumber(1), 4)
  .option(
    '--store-faults <percent>',
    'of each of error, time-out, executed-then-timed-out, reset, of calls to the store',
    wholeNumber(0),
    0,
  )
  .option('--older <checkout>', 'run every second engine from this checkout of an earlier version, on the same store')
  .option('--seed <number>', 'the same seed gives the same plan of faults and of submissions', wholeNumber(0))
  .option('--json <file>', 'write the result there as well')
  .option('--check <folder>', 'only check the ledger of an earlier run again')
  .option('--keep', 'keep the ledger, and say where it is', false)
  .action(async (flags: Flags) => {
    if (flags.check === undefined) await run(flags);
    else checkAgain(flags.check);
  });
await program.parseAsync();

async function run(flags: Flags): Promise<void> {
  const seed = flags.seed ?? drawSeed();
  const pauseCount = flags.pauses ?? Math.round(flags.kills / 4);
  const folder = makeRunFolder();
  const durationMs = Math.max(20_000, flags.kills * MS_PER_KILL, (flags.jobs / JOBS_PER_SECOND) * 1_000);
  process.stdout.write(
    `seed ${seed} · ${flags.jobs} jobs · ${flags.kills} kills, ${pauseCount} pauses over ${Math.round(durationMs / 1_000)} s · ${flags.engines} engines, ${flags.clients} clients\n`,
  );
  const progress = createProgress(process.stderr, flags.jobs);
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());
  const result = await runChaos({
    jobCount: flags.jobs,
    killCount: flags.kills,
    pauseCount,
    longestPauseMs: flags.longestPause * 1_000,
    engineCount: flags.engines,
    clientCount: flags.clients,
    slotCount: 2,
    durationMs,
    seed,
    storeFaultRate: flags.storeFaults / 100,
    older: flags.older,
    folder,
    onProgress: progress.show,
    signal: interrupted.signal,
  });
  progress.stop();
  process.stdout.write(`\n${formatResult(result)}\n`);
  if (flags.json !== undefined)
    writeFileSync(flags.json, `${JSON.stringify({ ...flags, seed, ...result }, null, 2)}\n`);
  if (flags.keep || !result.isGood) process.stdout.write(`The ledger is in ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
  process.exitCode = result.isGood ? 0 : 1;
}

function checkAgain(folder: string): void {
  const verdict = checkLedger(readLedger(folder));
  process.stdout.write(`${formatVerdict(verdict)}\n`);
  process.exitCode = verdict.isGood ? 0 : 1;
}
