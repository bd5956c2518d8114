import { rmSync, writeFileSync } from 'node:fs';
import { program } from 'commander';
import { wholeNumber } from '../options.ts';
import { makeRunFolder } from '../run/run-folder.ts';
import { BARS, judgeOutage, type Kept } from './judge-outage.ts';
import { type OutageResult, runOutage } from './run-outage.ts';

interface Flags {
  readonly seconds: number;
  readonly before: number;
  readonly after: number;
  readonly rate: number;
  readonly clients: number;
  readonly engines: number;
  readonly json?: string;
}

program
  .name('npm run chaos:outage --')
  .description(
    'Takes the store away while programs go on calling: what they send meanwhile, and how soon all is as before.',
  )
  .option('--seconds <count>', 'how long the store is away', wholeNumber(1), 20)
  .option('--before <seconds>', 'how long is measured before', wholeNumber(3), 10)
  .option('--after <seconds>', 'how long is watched after', wholeNumber(5), 60)
  .option('--rate <calls>', 'calls per second, of all clients', wholeNumber(1), 100)
  .option('--clients <count>', 'clients', wholeNumber(1), 4)
  .option('--engines <count>', 'engine processes', wholeNumber(1), 2)
  .option('--json <file>', 'write the result there as well')
  .action(run);
await program.parseAsync();

async function run({ seconds, before, after, rate, clients, engines, json }: Flags): Promise<void> {
  process.stdout.write(
    `${rate} calls/s of ${clients} clients · the store away for ${seconds} s · ${engines} engines\n`,
  );
  const folder = makeRunFolder();
  let last = '';
  const result = await runOutage({
    folder,
    beforeMs: before * 1_000,
    awayMs: seconds * 1_000,
    afterMs: after * 1_000,
    clientCount: clients,
    callsPerSecond: rate,
    engineCount: engines,
    onSecond: (second, what) => {
      if (what !== last) process.stdout.write(`${what}, from second ${second}\n`);
      last = what;
    },
  });
  rmSync(folder, { recursive: true, force: true });
  const kept = judgeOutage(result, clients);
  process.stdout.write(`\n${format(result, kept)}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ kept, ...result }, null, 2)}\n`);
  process.exitCode = Object.values(kept).every(Boolean) && result.imbalance.length === 0 ? 0 : 1;
}

function format(result: OutageResult, kept: Kept): string {
  const mark = (isKept: boolean) => (isKept ? '✔' : '✖');
  const { backAfterMs, rateBefore, firstCount, retryCount, mostTries, sentAway, sentBefore } = result;
  const back = backAfterMs === null ? 'not' : `after ${(backAfterMs / 1_000).toFixed(1)} s`;
  return [
    `${mark(kept.backAfterMs)} ${100 * BARS.rateShare} % of the ${rateBefore.toFixed(0)} calls/s before are stored again ${back} (bar: ${BARS.backWithinMs / 1_000} s)`,
    `${mark(kept.sentAway)} ${sentAway.toFixed(1)} requests/s meanwhile, ${sentBefore.toFixed(1)} before (bar: ${100 * BARS.outageShare} %)`,
    `${mark(kept.retryCount)} ${retryCount} repeats of ${firstCount} first tries (bar: ${100 * BARS.retryShare} % and ${BARS.retriesAhead} of each client)`,
    `${mark(kept.mostTries)} ${mostTries} tries of one call at most (bar: ${BARS.mostTries})`,
    `${mark(result.imbalance.length === 0)} ${result.storedCount} told that they are stored, ${result.doneCount} done ${result.imbalance.join(', ')}`,
  ].join('\n');
}
