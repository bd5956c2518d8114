import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { describePlan, explainSeed } from './explain-seed.ts';
import { drawPlan } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { runSeeds } from './run-seeds.ts';
import { simplifyPlan } from './simplify-plan.ts';

const HELP = `npm run simulate:faults -- [--seeds 10000] [--from 1] [--threads N]   many seeds; failures are explained
npm run simulate:faults -- --seed N [--without a,b] [--quiet]         one seed, with all that happened in it
`;
const EXPLAINED = 5;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(Math.min(8, availableParallelism())) },
    seed: { type: 'string' },
    without: { type: 'string', default: '' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else if (values.seed === undefined) await runMany();
else await runOne(Number(values.seed));

async function runOne(seed: number): Promise<void> {
  const without = values.without.split(',').filter((name) => name !== '');
  const result = await runPlan(simplifyPlan(drawPlan(seed), without), { isLogged: !values.quiet });
  for (const line of result.lines) process.stdout.write(`${line}\n`);
  process.stdout.write(`\nSeed ${seed}: ${describePlan(seed)}\n`);
  process.stdout.write(`${result.eventCount} events, ${result.jobCount} jobs, hash ${result.hash}\n`);
  process.stdout.write(`${result.violation ?? 'every promise kept'}\n`);
  if (result.violation !== null) process.exitCode = 1;
}

async function runMany(): Promise<void> {
  const startedAt = performance.now();
  const range = { from: Number(values.from), count: Number(values.seeds) };
  const result = await runSeeds(range, Number(values.threads));
  const seconds = (performance.now() - startedAt) / 1_000;
  const figures = `${result.eventCount} events, ${result.jobCount} jobs, ${result.startCount} starts`;
  process.stdout.write(`${result.seedCount} seeds in ${seconds.toFixed(1)} s: ${figures}, `);
  process.stdout.write(
    `everything done ${(result.longestDrainMs / 1_000).toFixed(1)} s after the last fault at the latest\n`,
  );
  for (const { seed, violation } of result.failed.slice(0, EXPLAINED))
    process.stdout.write(`\n${await explainSeed(seed, violation)}\n`);
  process.stdout.write(`\n${result.failed.length} seeds broke a promise\n`);
  if (result.failed.length > 0) process.exitCode = 1;
}
