import { writeFile } from 'node:fs/promises';
import { CommanderError } from 'commander';
import { type BenchStores, openStores, type PlaceNeed } from './bench-stores.ts';
import { describeLeftOut } from './cases/takes-part.ts';
import { describeMachine, readLoadAverage } from './machine.ts';
import { type BenchOptions, parseOptions } from './options.ts';
import { type PlannedRun, planRuns } from './plan-runs.ts';
import { formatNumber } from './report/format.ts';
import { toMarkdown } from './report/markdown.ts';
import { type RunResult, summarise } from './report/summarise.ts';
import { toMachineLines, toTerminal } from './report/terminal.ts';
import { runInProcess } from './run-in-process.ts';
import { findRedisVersion } from './stores/redis.ts';
import { findSystem } from './systems/find-system.ts';
import type { RunAnswer, SystemName } from './words.ts';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

interface Chosen {
  readonly systems: readonly SystemName[];
  /** A line for each system that is not measured, or not in a case, and why. */
  readonly leftOut: readonly string[];
}

/** What can be measured of what was asked. */
function choose({ cases, systems }: BenchOptions): Chosen {
  const hasRedis = findRedisVersion() !== null;
  const isHere = (name: SystemName) => hasRedis || findSystem(name).needsRedis === undefined;
  const here = systems.filter(isHere);
  const missing = systems
    .filter((name) => !isHere(name))
    .map((name) => `left out: ${name} (it needs redis-server, which is not installed)`);
  return { systems: here, leftOut: [...missing, ...cases.flatMap((name) => describeLeftOut(name, here) ?? [])] };
}

interface Outcome {
  readonly results: RunResult[];
  readonly failures: string[];
}

async function runAll(options: BenchOptions, stores: BenchStores, abandoned: AbortSignal): Promise<Outcome> {
  const runs = planRuns(options);
  const outcome: Outcome = { results: [], failures: [] };
  for (const [index, run] of runs.entries()) {
    if (abandoned.aborted) break;
    const loadAverage = readLoadAverage();
    const answer = await stores.withPlace(needOf(run), (place) =>
      runInProcess(
        { case: run.case, system: run.system, variant: run.variant, sizes: options.sizes, place },
        abandoned,
      ),
    );
    if (abandoned.aborted) break;
    note(outcome, run, answer);
    say(`${index + 1}/${runs.length} ${describe(run, options.rounds, answer)} (load ${loadAverage})`);
  }
  return outcome;
}

/** Ten million jobs are filled in once. */
function needOf({ case: name, system, variant }: PlannedRun): PlaceNeed {
  return { system, keptAs: name === 'backlog' ? `${system} ${variant}` : null };
}

function note(outcome: Outcome, run: PlannedRun, answer: RunAnswer): void {
  if (answer.kind === 'failed') outcome.failures.push(`${run.case} · ${run.system}: ${answer.message}`);
  else
    for (const measurement of answer.measurements)
      outcome.results.push({ case: run.case, system: run.system, measurement });
}

function describe(run: PlannedRun, rounds: number, answer: RunAnswer): string {
  const title = `${run.case} · ${run.system} · round ${run.round} of ${rounds}:`;
  if (answer.kind === 'failed') return `${title} FAILED: ${answer.message}`;
  return `${title} ${answer.measurements.map(({ metric, value, unit }) => `${metric} ${formatNumber(value)} ${unit}`.trim()).join(', ')}`;
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const { systems, leftOut } = choose(options);
  const abandoned = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abandoned.abort());
  const stores = await openStores(options.profileDir);
  try {
    const machine = describeMachine(stores.versions);
    for (const line of [...toMachineLines(machine, stores.postgresSettings), ...leftOut]) say(line);
    const { results, failures } = await runAll({ ...options, systems }, stores, abandoned.signal);
    const summary = summarise(results);
    say(`\n${toTerminal(summary)}`);
    for (const failure of failures) say(`✖ ${failure}`);
    const { sizes, rounds } = options;
    const report = {
      machine,
      postgresSettings: stores.postgresSettings,
      sizes,
      rounds,
      results: summary,
      leftOut,
      failures,
    };
    if (options.jsonFile !== null) await writeFile(options.jsonFile, `${JSON.stringify(report, null, 2)}\n`);
    if (options.markdownFile !== null) await writeFile(options.markdownFile, toMarkdown(report));
    if (abandoned.signal.aborted) return 130;
    return failures.length > 0 ? 1 : 0;
  } finally {
    await stores.stop();
  }
}

try {
  process.exit(await main());
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode);
  process.stderr.write(`✖ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
