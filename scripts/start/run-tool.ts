import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { OperatorError } from '@leeway/db/operator-error';
import { childEnv, ROOT } from '../env.ts';

export interface ToolRun {
  readonly command: string;
  readonly args: readonly string[];
  /** Everything it prints goes here. */
  readonly logFile: string;
  /** Completes "… failed". */
  readonly what: string;
  readonly signal: AbortSignal;
}

const SHOWN_LINES = 25;

/** Runs a program to its end and returns what it printed; a failure shows the last of it and names the log. */
export async function runTool({ command, args, logFile, what, signal }: ToolRun): Promise<string> {
  const log = createWriteStream(logFile, { flags: 'a' });
  const env = childEnv({ NEXT_TELEMETRY_DISABLED: '1', TURBO_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' });
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    signal,
    killSignal: 'SIGTERM',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      log.write(text);
    });
  }
  const [code] = await once(child, 'close');
  log.end();
  if (code === 0) return output;
  const lastLines = output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
  throw new OperatorError(`${what} failed (all of it is in ${logFile}):\n${lastLines}`);
}
