import { rmSync, writeFileSync } from 'node:fs';
import { program } from 'commander';
import { wholeNumber } from '../options.ts';
import { makeRunFolder } from '../run/run-folder.ts';
import { BARS, judge } from './judge-windows.ts';
import { type HeldSnapshotResult, type Part, runHeldSnapshot } from './run-held-snapshot.ts';

const MINUTE_MS = 60_000;

interface Flags {
  readonly minutes: number;
  readonly before: number;
  readonly rate: number;
  readonly engines: number;
  readonly json?: string;
}

program
  .name('npm run chaos:held-snapshot --')
  .description(
    'Holds a foreign snapshot open under a steady load: what starts and how late, compared with before, and who says so when.',
  )
  .option('--minutes <count>', 'how long the snapshot is held', wholeNumber(2), 60)
  .option('--before <minutes>', 'how long is measured before', wholeNumber(1), 5)
  .option('--rate <jobs>', 'jobs per second', wholeNumber(1), 2_000)
  .option('--engines <count>', 'engine processes', wholeNumber(1), 1)
  .option('--json <file>', 'write the result there as well')
  .action(run);
await program.parseAsync();

async function run({ minutes, before, rate, engines, json }: Flags): Promise<void> {
  process.stdout.write(`${rate} jobs/s · ${before} min before, ${minutes} min held · ${engines} engine(s)\n`);
  const folder = makeRunFolder();
  const result = await runHeldSnapshot({
    heldMs: minutes * MINUTE_MS,
    beforeMs: before * MINUTE_MS,
    jobsPerSecond: rate,
    engineCount: engines,
    folder,
    onPart: (part) => process.stdout.write(`${describe(part)}\n`),
  });
  rmSync(folder, { recursive: true, force: true });
  const kept = judge(result);
  process.stdout.write(`\n${format(result, kept)}\n`);
  if (json !== undefined)
    writeFileSync(
      json,
      `${JSON.stringify({ options: { minutes, before, rate, engines }, kept, ...result }, null, 2)}\n`,
    );
  process.exitCode = Object.values(kept).every(Boolean) ? 0 : 1;
}

function describe({ isHeld, startsPerSecond, p50Ms, p99Ms, deadRows, megabytes, load }: Part): string {
  const cells = [
    isHeld ? 'held' : 'before',
    `${Math.round(startsPerSecond)} starts/s`,
    `p50 ${p50Ms} ms`,
    `p99 ${p99Ms} ms`,
    `${deadRows} dead rows`,
    `${megabytes} MiB`,
    `load ${load.toFixed(1)}`,
  ];
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(8) : cell.padStart(18))).join('');
}

function format({ before, last, alarm, refusedCount }: HeldSnapshotResult, kept: ReturnType<typeof judge>): string {
  const mark = (isKept: boolean) => (isKept ? '✔' : '✖');
  const share = ((100 * last.startsPerSecond) / before.startsPerSecond).toFixed(1);
  const said =
    alarm === null
      ? 'no alarm'
      : `alarm after ${Math.round(alarm.afterMs / 1_000)} s${alarm.namesHolder ? ', naming the holder' : ', naming somebody else'}`;
  return [
    `${mark(kept.rateShare)} ${share} % of the rate before (bar: ${100 * BARS.rateShare} %)`,
    `${mark(kept.p99Factor)} start p99 ${last.p99Ms} ms, before ${before.p99Ms} ms (bar: ${BARS.p99Factor} times)`,
    `${mark(kept.alarmMs)} ${said} (bar: ${BARS.alarmMs / 1_000} s)`,
    `  ${refusedCount} requests refused`,
  ].join('\n');
}
