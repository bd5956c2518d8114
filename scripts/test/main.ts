import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { program } from 'commander';
import { ROOT } from '../env.ts';
import { formatSeconds, runMain, sayLine } from '../terminal.ts';
import type { CheckResult } from './check.ts';
import { RUNNING_CHECKS, STATIC_CHECKS } from './checks.ts';
import { runAll } from './run-all.ts';
import { runCheck } from './run-check.ts';

const SHOWN_LINES = 60;

program
  .name('npm test --')
  .description('Proves that everything holds: format, lint, structure, types, tests, build, journeys in the browser.')
  .option('--static', 'only what the text alone tells, in seconds', false)
  .action((options: { readonly static: boolean }) => runMain(() => main(options.static)));
await program.parseAsync();

async function main(isStatic: boolean): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
  mkdirSync(path.join(ROOT, 'test-results'), { recursive: true });
  const results = await runAll({
    checks: isStatic ? STATIC_CHECKS : [...STATIC_CHECKS, ...RUNNING_CHECKS],
    width: Math.max(1, Math.min(4, availableParallelism())),
    runOne: async (check) => {
      const result = await runCheck(check, interrupted.signal);
      show(result);
      interrupted.signal.throwIfAborted();
      return result;
    },
  });
  conclude(results);
}

function show({ name, isGood, tookMs, output, passedCount, failedCount, skippedCount }: CheckResult): void {
  const counts = [count(passedCount, 'passed'), count(failedCount, 'failed'), count(skippedCount, 'skipped')].join('');
  sayLine(isGood ? '✔' : '✖', `${name.padEnd(26)} ${formatSeconds(tookMs).padStart(8)}${counts}`);
  if (!isGood) process.stdout.write(`${lastOf(output)}\n`);
}

function count(number: number, word: string): string {
  return number === 0 ? '' : `  ${number} ${word}`;
}

function lastOf(output: string): string {
  return output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}

function conclude(results: readonly CheckResult[]): void {
  const sum = (pick: (result: CheckResult) => number) => results.reduce((total, result) => total + pick(result), 0);
  const failedCount = sum((result) => result.failedCount);
  const bad = results.filter(({ isGood }) => !isGood).map(({ name }) => name);
  if (bad.length > 0) sayLine('\n✖', `Failed: ${bad.join(', ')}`);
  const skippedCount = sum((result) => result.skippedCount);
  const skipped = skippedCount === 0 ? '' : `, ${skippedCount} skipped`;
  process.stdout.write(`\n${sum((result) => result.passedCount)} passed, ${failedCount} failed${skipped}\n`);
  if (failedCount > 0) process.exitCode = 1;
}
