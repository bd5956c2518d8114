import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { childEnv, ROOT } from '../env.ts';
import type { Check, CheckResult, TestCounts } from './check.ts';
import { countTests, withCheckItself } from './count-tests.ts';

const BIN = path.join(ROOT, 'node_modules/.bin');
const NO_TESTS: TestCounts = { passedCount: 0, failedCount: 0, skippedCount: 0 };

/** Runs one check to its end, or to its limit; never rejects. */
export async function runCheck(check: Check, signal: AbortSignal): Promise<CheckResult> {
  const beganAt = performance.now();
  if (check.report !== undefined) rmSync(check.report.file, { force: true });
  const { code, output } = await runCommand(check, signal);
  const counts = withCheckItself(readCounts(check), check, code === 0);
  const isGood = code === 0 && counts.failedCount === 0;
  return { ...counts, name: check.name, isGood, output, tookMs: performance.now() - beganAt };
}

function readCounts({ report }: Check): TestCounts {
  if (report === undefined || !existsSync(report.file)) return NO_TESTS;
  return countTests(report.kind, readFileSync(report.file, 'utf8'));
}

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

async function runCommand(check: Check, signal: AbortSignal): Promise<Outcome> {
  // A group of its own, so that the limit ends what the program started as well.
  const child = spawn(path.join(BIN, check.command), check.args, {
    cwd: ROOT,
    env: childEnv({ FORCE_COLOR: '0', NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', TURBO_TELEMETRY_DISABLED: '1' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('error', (error) => {
    output += `${check.command} could not be started: ${error.message}\n`;
    resolve(null);
  });
  child.once('close', resolve);
  const end = (name: NodeJS.Signals) => endGroup(child.pid, name);
  const limit = setTimeout(() => {
    output += `\nNot done within ${check.limitMs / 1000} s: ended.\n`;
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), 10_000).unref();
  }, check.limitMs);
  const interrupt = () => end('SIGTERM');
  signal.addEventListener('abort', interrupt);
  const code = await promise;
  clearTimeout(limit);
  signal.removeEventListener('abort', interrupt);
  return { code, output };
}

function endGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended by itself in this very moment.
  }
}
