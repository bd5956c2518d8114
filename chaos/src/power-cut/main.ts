import { rmSync, writeFileSync } from 'node:fs';
import { createRandom } from '@leeway/trace/random';
import { program } from 'commander';
import { drawSeed, wholeNumber } from '../options.ts';
import { makeRunFolder } from '../run/run-folder.ts';
import { type Cut, cutOnce, MODES, type Mode } from './cut-once.ts';
import { findObstacle } from './disk.ts';

/** Not a failure: this machine cannot do it. */
const IMPOSSIBLE = 3;

interface Flags {
  readonly cuts: number;
  readonly controls: number;
  readonly seed?: number;
  readonly json?: string;
}

program
  .name('npm run chaos:power-cut --')
  .description(
    'Cuts the power of a store under load, and counts which acknowledged jobs the disk still has. Two controls, set so that they must lose some, show that it would be seen.',
  )
  .option('--cuts <count>', 'power cuts', wholeNumber(1), 20)
  .option('--controls <count>', 'power cuts of each control', wholeNumber(1), 3)
  .option('--seed <number>', 'the same seed cuts at the same times', wholeNumber(0))
  .option('--json <file>', 'write the result there as well')
  .action(run);
await program.parseAsync();

async function run({ cuts, controls, seed = drawSeed(), json }: Flags): Promise<void> {
  const obstacle = await findObstacle();
  if (obstacle !== null) {
    process.stdout.write(`Power cuts cannot be tried here: ${obstacle}.\n`);
    process.exitCode = IMPOSSIBLE;
    return;
  }
  process.stdout.write(`seed ${seed} · ${cuts} cuts, ${controls} of each control\n`);
  const random = createRandom(seed, cuts, controls);
  const planned = (Object.keys(MODES) as Mode[]).flatMap((mode) =>
    Array.from({ length: mode === 'safe' ? cuts : controls }, () => mode),
  );
  const done: Cut[] = [];
  for (const [index, mode] of planned.entries()) {
    const folder = makeRunFolder();
    const cut = await cutOnce({ mode, share: random(), seed: seed + index, folder });
    rmSync(folder, { recursive: true, force: true });
    done.push(cut);
    process.stderr.write(`cut ${index + 1} of ${planned.length}: ${describe(cut)}\n`);
  }
  const rows = (Object.keys(MODES) as Mode[]).map((mode) => sumUp(mode, done));
  process.stdout.write(`\n${format(rows)}\n`);
  const isGood = rows.every(({ mode, lost }) => (mode === 'safe' ? lost === 0 : lost > 0));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ seed, isGood, rows, cuts: done }, null, 2)}\n`);
  process.exitCode = isGood ? 0 : 1;
}

interface Row {
  readonly mode: Mode;
  readonly cuts: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly didNotComeBack: number;
}

function describe({ mode, atMs, acknowledged, lost, cameBack }: Cut): string {
  return `${mode}, after ${atMs} ms: ${acknowledged} acknowledged, ${lost} lost${cameBack ? '' : ', the store did not start again'}`;
}

function sumUp(mode: Mode, done: readonly Cut[]): Row {
  const ofMode = done.filter((cut) => cut.mode === mode);
  const sum = (pick: (cut: Cut) => number) => ofMode.reduce((total, cut) => total + pick(cut), 0);
  return {
    mode,
    cuts: ofMode.length,
    acknowledged: sum((cut) => cut.acknowledged),
    lost: sum((cut) => cut.lost),
    didNotComeBack: sum((cut) => (cut.cameBack ? 0 : 1)),
  };
}

function format(rows: readonly Row[]): string {
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, column) => (column === 0 ? String(cell).padEnd(26) : String(cell).padStart(16))).join('');
  const head = line(['', 'cuts', 'acknowledged', 'lost', 'did not start']);
  const body = rows.map(({ mode, cuts, acknowledged, lost, didNotComeBack }) => {
    const isAsItMust = mode === 'safe' ? lost === 0 : lost > 0;
    return line([`${isAsItMust ? '✔' : '✖'} ${mode}`, cuts, acknowledged, lost, didNotComeBack]);
  });
  return [head, ...body].join('\n');
}
