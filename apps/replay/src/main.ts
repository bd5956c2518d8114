import { TraceError } from '@leeway/trace/trace-error';
import { TRPCClientError } from '@trpc/client';
import { CommanderError } from 'commander';
import { systemClock } from './clock.ts';
import { describeApiError } from './control-plane.ts';
import { readReplayEnv } from './env.ts';
import { formatResult } from './format-result.ts';
import { watchInterrupts } from './interrupts.ts';
import { parseOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { ReplayError } from './replay-error.ts';
import { runReplay } from './run-replay.ts';
import { requireWritable, writeJson } from './write-json.ts';

const INTERRUPTED = 130;

/** @returns the exit code: 0 if every accepted job is accounted for, 1 if not or if it failed, 130 after Ctrl-C */
async function main(): Promise<number> {
  const env = readReplayEnv();
  const options = parseOptions(process.argv.slice(2), env);
  if (options.jsonFile !== null) await requireWritable(options.jsonFile);
  const progress = createProgress(process.stderr, systemClock.now);
  const stop = watchInterrupts(() => {
    progress.stop();
    process.stderr.write('Ended at once; the key of this replay ends by itself within a day.\n');
    process.exit(INTERRUPTED);
  });
  const result = await runReplay({ options, env, progress, clock: systemClock, stop });
  process.stdout.write(`\n${formatResult(result)}\n`);
  if (options.jsonFile !== null) await writeJson(options.jsonFile, options, result);
  if (result.unaccounted > 0) return 1;
  return stop.aborted ? INTERRUPTED : 0;
}

function describeFailure(error: unknown): string {
  if (error instanceof ReplayError || error instanceof TraceError) return error.message;
  if (error instanceof TRPCClientError) return `The control plane: ${describeApiError(error)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  process.exit(await main());
} catch (error) {
  // commander has said what is wrong
  if (error instanceof CommanderError) process.exit(error.exitCode);
  process.stderr.write(`✖ ${describeFailure(error)}\n`);
  process.exit(1);
}
