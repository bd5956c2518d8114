import { writeFile } from 'node:fs/promises';
import { TraceError } from '@leeway/trace/trace-error';
import { CommanderError } from 'commander';
import { readWorkingDir } from './env.ts';
import { formatBars, formatBottleneck, formatReport } from './format-report.ts';
import { parseOptions, type SimulateOptions } from './options.ts';
import { createSimulationProgress } from './progress.ts';
import { runScenario, type TierName } from './scenarios/run-scenario.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { simulateTrace } from './simulate-trace.ts';
import { SimulationError } from './simulation-error.ts';

const progress = createSimulationProgress(process.stderr);
const say = (text: string) => process.stdout.write(`${text}\n`);

/** @returns the exit code: 1 where the tier misses a bar of a scenario */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2), readWorkingDir());
  const { isGood, result } = await (options.trace === null
    ? playScenarios(options)
    : playTrace(options, options.trace));
  if (options.jsonFile !== null) await writeFile(options.jsonFile, `${JSON.stringify(result, null, 2)}\n`);
  return isGood ? 0 : 1;
}

async function playTrace(options: SimulateOptions, file: string) {
  const result: object[] = [];
  const bottlenecks: string[] = [];
  for await (const { growth, report, bottleneck, tookMs } of simulateTrace({ file, options, progress, say })) {
    say(`\n${growth}× the day, simulated in ${(tookMs / 1_000).toFixed(1)} s`);
    say(formatReport(report, options.rows));
    bottlenecks.push(formatBottleneck(growth, bottleneck));
    result.push({ growth, tookMs, bottleneck, ...report });
  }
  say(`\nWhat runs short first\n${bottlenecks.join('\n')}`);
  return { isGood: true, result };
}

async function playScenarios(options: SimulateOptions) {
  const result: object[] = [];
  let isGood = true;
  for (const scenario of SCENARIOS.filter(({ name }) => options.scenario === 'all' || name === options.scenario)) {
    say(`\n${scenario.name}: ${scenario.about}`);
    for (const tier of ['leeway', 'simple'] as const) {
      const { bars, report } = playScenario(scenario, tier, options);
      if (tier === 'leeway' && bars.some(({ isMet }) => !isMet)) isGood = false;
      result.push({ scenario: scenario.name, tier, bars, ...report });
    }
  }
  return { isGood, result };
}

function playScenario(scenario: Scenario, tier: TierName, { rows }: SimulateOptions) {
  const startedAt = performance.now();
  progress.begin(`${scenario.name} (${tier})`, scenario.plan().untilMs);
  const run = runScenario(scenario, tier, { onProgress: progress.show });
  progress.end();
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  say(`\n${tier === 'leeway' ? 'Leeway' : 'Simple tier of old'}, simulated in ${seconds} s`);
  if (rows > 0) say(formatReport(run.report, rows));
  say(formatBars(run.bars));
  return run;
}

function describeFailure(error: unknown): string {
  if (error instanceof SimulationError || error instanceof TraceError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  process.exitCode = await main();
} catch (error) {
  // commander has said what is wrong
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    process.stderr.write(`✖ ${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}
