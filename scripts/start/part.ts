import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '@leeway/db/operator-error';
import { lastLines, rotateLog } from './log-file.ts';

/** A process that belongs to a running Leeway. */
export interface PartSpec {
  readonly name: string;
  readonly module: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Answers 2xx once the part is ready; without one the part is ready when it says so, or at once. */
  readonly healthUrl?: string;
}

export interface RunningPart {
  readonly child: ChildProcess;
  /** Where its log begins, for showing what it said. */
  readonly logStart: number;
}

const HOOK = path.join(import.meta.dirname, 'exit-with-launcher.mjs');
const READY_LIMIT_MS = 60_000;
const POLL_MS = 50;
const SHOWN_LINES = 15;
const STOP_LIMIT_MS = 30_000;

/** Starts a part in a session of its own (Ctrl-C reaches the launcher alone, which then stops them in order). */
export function launchPart(spec: PartSpec): RunningPart {
  rotateLog(spec.logFile);
  const log = openSync(spec.logFile, 'a', 0o600);
  const logStart = statSync(spec.logFile).size;
  const child = fork(spec.module, spec.args ?? [], {
    cwd: spec.cwd,
    env: spec.env,
    execArgv: ['--import', HOOK],
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return { child, logStart };
}

/** Resolves once the part serves; an OperatorError shows its last words where it ended or stayed silent. */
export async function becomeReady(spec: PartSpec, { child, logStart }: RunningPart): Promise<void> {
  for (const limitAt = Date.now() + READY_LIMIT_MS; Date.now() < limitAt; await sleep(POLL_MS)) {
    if (hasEnded(child)) throw explain(spec, logStart, 'ended while it was starting');
    if (spec.healthUrl === undefined || (await isHealthy(spec.healthUrl))) return;
  }
  throw explain(spec, logStart, `was not ready within ${READY_LIMIT_MS / 1000} s`);
}

/** Asks it to end in order, and ends it by force only when it has not for half a minute. */
export async function stopPart(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: 'manual' });
    await response.body?.cancel();
    return response.status < 400;
  } catch {
    return false;
  }
}

function explain(spec: PartSpec, logStart: number, what: string): OperatorError {
  const words = lastLines(spec.logFile, logStart, SHOWN_LINES);
  return new OperatorError(`${spec.name} ${what}; the end of ${spec.logFile}:\n${words || '(nothing)'}`);
}
